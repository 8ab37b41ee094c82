import type { FileState, ReplayState } from '@interviewlm/recording';
import { adoptMonacoStyles, BaseElement, define, languageOf, loadMonaco, monacoTheme, type Monaco } from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { editor } from 'monaco-editor';
import { oneLineEnd, shownOffset, ShownText } from './shown-text.js';

/** How many files keep their model: enough to go to and fro, few enough for ten thousand files. */
const keptModels = 12;

/**
 * One file at one moment: the text, the candidate's cursor and selection. Until the editor is loaded, and if it never is, the
 * text is shown plainly.
 */
export class ReplayCode extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    css`
      :host {
        position: relative;
        min-height: 0;
        background: var(--_surface);
      }
      .editor,
      pre {
        position: absolute;
        inset: 0;
        margin: 0;
      }
      pre {
        padding: 8px 16px;
        overflow: auto;
        font: 400 13px/20px var(--_mono);
        tab-size: 2;
      }
      .caret {
        margin-inline-start: -1px;
        border-inline-start: 2px solid var(--_accent);
      }
      .selected {
        background: color-mix(in srgb, var(--_accent) 26%, transparent);
      }
    `,
  ];

  @property() path = '';
  @property({ attribute: false }) file: FileState | null = null;
  @property({ attribute: false }) cursor: ReplayState['cursor'] = null;
  @property({ attribute: false }) selection: ReplayState['selection'] = null;
  @property({ attribute: false }) scrolled: ReplayState['scroll'] = null;
  /** Keeps what the candidate does in view. */
  @property({ type: Boolean }) follow = true;
  /** Where the editor comes from. */
  @property({ attribute: false }) loadEditor: () => Promise<Monaco> = loadMonaco;

  @state() private editor: editor.IStandaloneCodeEditor | null = null;
  @query('.editor') private container!: HTMLElement;
  private monaco: Monaco | null = null;
  private marks: editor.IEditorDecorationsCollection | null = null;
  private readonly texts = new Map<string, ShownText>();
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.scheme.addEventListener('change', this.paint);
    if (this.hasUpdated) void this.createEditor();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scheme.removeEventListener('change', this.paint);
    this.editor?.dispose();
    this.editor = null;
    for (const { model } of this.texts.values()) model.dispose();
    this.texts.clear();
  }

  override render() {
    return html`
      <div class="editor" ?hidden=${!this.editor}></div>
      ${this.editor || !this.file ? nothing : html`<pre tabindex="0" aria-label=${this.path}>${this.file.content.slice(0, 50_000)}</pre>`}
    `;
  }

  protected override firstUpdated(): void {
    void this.createEditor();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('appearance')) this.paint();
    if (this.editor) this.showFile(changed);
  }

  /** Colours are read from the page's tokens, so the editor is told when they may have changed. */
  readonly paint = (): void => {
    if (this.monaco) this.monaco.editor.setTheme(monacoTheme(this.monaco, this));
  };

  private async createEditor(): Promise<void> {
    const monaco = await this.loadEditor().catch(() => null);
    if (!monaco || !this.isConnected || this.editor) return;
    this.monaco = monaco;
    adoptMonacoStyles(this.renderRoot as ShadowRoot);
    this.container.hidden = false;
    this.editor = monaco.editor.create(this.container, { ...viewOptions, model: null, theme: monacoTheme(monaco, this) });
    this.marks = this.editor.createDecorationsCollection();
  }

  private showFile(changed: PropertyValues<this>): void {
    const { editor: view, file, path } = this;
    if (!view || !this.monaco) return;
    if (!file) {
      view.setModel(null);
      return;
    }
    const text = this.textOf(path, file.content);
    const other = view.getModel() !== text.model;
    const change = text.show(file.content);
    if (other) view.setModel(text.model);
    view.updateOptions({ ariaLabel: path });
    this.mark(text.model, file.content);
    if (this.follow) this.reveal(view, text.model, file.content, other || change !== null || changed.has('cursor'));
  }

  private textOf(path: string, content: string): ShownText {
    const { monaco } = this;
    if (!monaco) throw new Error('The editor is not loaded.');
    const text = this.texts.get(path) ?? new ShownText(monaco, monaco.editor.createModel(oneLineEnd(content), languageOf(path)));
    this.texts.delete(path);
    this.texts.set(path, text);
    const [oldest] = this.texts;
    if (this.texts.size > keptModels && oldest) {
      oldest[1].model.dispose();
      this.texts.delete(oldest[0]);
    }
    return text;
  }

  private mark(model: editor.ITextModel, content: string): void {
    const { monaco, cursor, selection, path } = this;
    if (!monaco) return;
    const at = (offset: number) => model.getPositionAt(shownOffset(content, offset));
    const marks: editor.IModelDeltaDecoration[] = [];
    if (selection?.path === path && selection.end > selection.start) {
      marks.push({ range: monaco.Range.fromPositions(at(selection.start), at(selection.end)), options: { inlineClassName: 'selected' } });
    }
    if (cursor?.path === path) {
      marks.push({
        range: monaco.Range.fromPositions(at(cursor.offset)),
        options: { beforeContentClassName: 'caret', showIfCollapsed: true },
      });
    }
    this.marks?.set(marks);
  }

  private reveal(view: editor.IStandaloneCodeEditor, model: editor.ITextModel, content: string, moved: boolean): void {
    const { cursor, scrolled, path } = this;
    if (cursor?.path === path) {
      if (moved) view.revealPositionInCenterIfOutsideViewport(model.getPositionAt(shownOffset(content, cursor.offset)), 1);
    } else if (scrolled?.path === path) {
      view.setScrollTop(view.getTopForLineNumber(Math.min(scrolled.line, model.getLineCount())), 1);
    }
  }
}

/** A view, not a place to write: no suggestions, no problems, nothing that would take keys from the player. */
export const viewOptions = {
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  minimap: { enabled: false },
  fontSize: 13,
  lineHeight: 20,
  fontFamily: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  padding: { top: 8, bottom: 8 },
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  folding: false,
  glyphMargin: false,
  contextmenu: false,
  links: false,
  hover: { enabled: 'off' },
  quickSuggestions: false,
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  renderLineHighlight: 'none',
  renderValidationDecorations: 'off',
  scrollBeyondLastLine: false,
  overviewRulerLanes: 0,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  stickyScroll: { enabled: false },
  smoothScrolling: false,
  stopRenderingLineAfter: 10_000,
  scrollbar: { useShadows: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
} as const satisfies editor.IEditorOptions & { readonly [key: string]: unknown };

define('replay-code', ReplayCode);

declare global {
  interface HTMLElementTagNameMap {
    'replay-code': ReplayCode;
  }
}
