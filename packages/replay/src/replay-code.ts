import type { FileState, ReplayState } from '@interviewlm/recording';
import { adoptMonacoStyles, BaseElement, define, languageOf, loadMonaco, monacoTheme, type Monaco } from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { editor } from 'monaco-editor';
import { shownOffset, ShownText } from './shown-text.js';

/**
 * One file at one moment: the text, the candidate's cursor and selection. One model shows all files, one after another: to
 * change its text costs a fifth of giving the editor another model. Until the editor is loaded, and if it never is, the
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
  private text: ShownText | null = null;
  private shownPath = '';
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
    this.text?.model.dispose();
    this.text = null;
    this.shownPath = '';
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
    const { editor: view, monaco, file, path } = this;
    if (!view || !monaco) return;
    if (!file) {
      view.setModel(null);
      return;
    }
    this.text ??= new ShownText(monaco, monaco.editor.createModel('', 'plaintext'));
    const { model } = this.text;
    const other = path !== this.shownPath;
    if (other) monaco.editor.setModelLanguage(model, languageOf(path));
    const change = this.text.show(file.content);
    if (view.getModel() !== model) view.setModel(model);
    if (other) {
      this.shownPath = path;
      view.updateOptions({ ariaLabel: path });
      view.setScrollPosition({ scrollTop: 0, scrollLeft: 0 }, monaco.editor.ScrollType.Immediate);
    }
    this.mark(model, file.content);
    if (this.follow) this.reveal(monaco, view, model, file.content, other || change !== null || changed.has('cursor'));
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

  private reveal(monaco: Monaco, view: editor.IStandaloneCodeEditor, model: editor.ITextModel, content: string, moved: boolean): void {
    const { cursor, scrolled, path } = this;
    if (cursor?.path === path) {
      if (moved) this.revealCursor(monaco, view, model.getPositionAt(shownOffset(content, cursor.offset)));
    } else if (scrolled?.path === path) {
      view.setScrollTop(view.getTopForLineNumber(Math.min(scrolled.line, model.getLineCount())), monaco.editor.ScrollType.Immediate);
    }
  }

  /** Measuring letters to scroll sideways takes longer than all the rest, and is seldom needed. */
  private revealCursor(
    { editor: { ScrollType } }: Monaco,
    view: editor.IStandaloneCodeEditor,
    position: { lineNumber: number; column: number },
  ): void {
    if (position.column > farColumn) view.revealPositionInCenterIfOutsideViewport(position, ScrollType.Immediate);
    else {
      view.revealLineInCenterIfOutsideViewport(position.lineNumber, ScrollType.Immediate);
      if (view.getScrollLeft() > 0) view.setScrollLeft(0, ScrollType.Immediate);
    }
  }
}

/** Up to this column a cursor is in view without scrolling sideways, in a pane of the usual width. */
const farColumn = 70;

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
  matchBrackets: 'never',
  bracketPairColorization: { enabled: false },
  colorDecorators: false,
  codeLens: false,
  inlayHints: { enabled: 'off' },
  renderValidationDecorations: 'off',
  renderFinalNewline: 'on',
  showUnused: false,
  showDeprecated: false,
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
