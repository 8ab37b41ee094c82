import {
  BaseElement,
  adoptMonacoStyles,
  define,
  languageOf,
  loadMonaco,
  monacoTheme,
  msg,
  observeColors,
  str,
  type Monaco,
} from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { editor } from 'monaco-editor';
import { viewOptions } from './view-options.js';
import { oneLineEnd, ShownText } from './shown-text.js';

interface Sides {
  readonly path: string;
  readonly original: ShownText;
  readonly modified: ShownText;
}

/** Two texts of one file and what is different between them, in one column or two. */
export class ReplayDiff extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    css`
      :host {
        position: relative;
        min-height: 0;
        background: var(--_surface);
      }
      .editor {
        position: absolute;
        inset: 0;
      }
      ilm-spinner {
        position: absolute;
        inset: 12px 16px auto;
      }
    `,
  ];

  @property() path = '';
  /** The older text. */
  @property({ attribute: false }) original = '';
  @property({ attribute: false }) modified = '';
  @property() layout: 'inline' | 'side-by-side' = 'inline';
  @property({ attribute: false }) loadEditor: () => Promise<Monaco> = loadMonaco;

  @state() private failed = false;
  @state() private editor: editor.IStandaloneDiffEditor | null = null;
  @query('.editor') private container!: HTMLElement;
  private monaco: Monaco | null = null;
  private shown = new AbortController();
  private sides: Sides | null = null;
  /** What the older side is called, in the locale of that time. */
  private named = '';

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.createEditor();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.shown.abort();
    this.dropSides();
    this.editor?.dispose();
    this.editor = null;
  }

  override render() {
    const waiting = this.failed
      ? html`<ilm-notice icon="error" heading=${msg('The comparison could not be loaded')}>${msg('The text is under “Code”.')}</ilm-notice>`
      : html`<ilm-spinner label=${msg('Loading the comparison')}></ilm-spinner>`;
    return html`<div class="editor" dir="ltr"></div>
      ${this.editor ? nothing : waiting}`;
  }

  protected override firstUpdated(): void {
    void this.createEditor();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.editor) return;
    this.nameSides(this.editor);
    if (changed.has('layout')) this.editor.updateOptions({ renderSideBySide: this.layout === 'side-by-side' });
    this.show();
  }

  private async createEditor(): Promise<void> {
    const monaco = await this.loadEditor().catch(() => null);
    this.failed = !monaco;
    if (!monaco || !this.isConnected || this.editor) return;
    this.monaco = monaco;
    adoptMonacoStyles(this.renderRoot as ShadowRoot);
    this.editor = monaco.editor.createDiffEditor(this.container, {
      ...viewOptions,
      originalEditable: false,
      renderSideBySide: this.layout === 'side-by-side',
      useInlineViewWhenSpaceIsLimited: false,
      renderOverviewRuler: false,
      renderMarginRevertIcon: false,
      hideUnchangedRegions: { enabled: true, contextLineCount: 4 },
      theme: monacoTheme(monaco, this),
    });
    this.shown = new AbortController();
    observeColors(this, () => monaco.editor.setTheme(monacoTheme(monaco, this)), this.shown.signal);
  }

  /** Each side is a text of its own to a screen reader. */
  private nameSides(view: editor.IStandaloneDiffEditor): void {
    const before = msg(str`${this.path} before`);
    if (before === this.named) return;
    this.named = before;
    view.getOriginalEditor().updateOptions({ ariaLabel: before });
    view.getModifiedEditor().updateOptions({ ariaLabel: msg(str`${this.path} after`) });
  }

  private show(): void {
    const { monaco, editor: view } = this;
    if (!monaco || !view) return;
    if (this.sides?.path === this.path) {
      this.sides.original.show(this.original);
      this.sides.modified.show(this.modified);
      return;
    }
    view.setModel(null);
    this.dropSides();
    const text = (content: string) => {
      const model = monaco.editor.createModel(oneLineEnd(content), languageOf(this.path));
      // A comparison doesn't pass this option on to its texts; Monaco's own colours of brackets can't be read on what was inserted.
      model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
      return new ShownText(monaco, model);
    };
    this.sides = { path: this.path, original: text(this.original), modified: text(this.modified) };
    view.setModel({ original: this.sides.original.model, modified: this.sides.modified.model });
  }

  private dropSides(): void {
    this.editor?.setModel(null);
    this.sides?.original.model.dispose();
    this.sides?.modified.model.dispose();
    this.sides = null;
  }
}

define('replay-diff', ReplayDiff);

declare global {
  interface HTMLElementTagNameMap {
    'replay-diff': ReplayDiff;
  }
}
