import type { FileState, ReplayState } from '@interviewlm/recording';
import { BaseElement, define, languageOf } from '@interviewlm/ui';
import { html, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { codeStyles, originStyles } from './code/code-styles.js';
import { CodeRows, lineHeight, type CodeLine } from './code/code-rows.js';
import { LineIndex } from './code/line-index.js';
import type { Mark } from './code/pieces.js';
import { Tokenizer } from './code/tokens.js';

/** Lines kept ready above and below what is in view. */
const overscan = 6;
/** Above the first line and below the last one, together. */
const margins = 16;
/** Until the pane is measured, and where nothing measures. */
const usualHeight = 480;

/** A stretch of a text with a class of its own, in offsets of the whole text. */
export type TextMark = Mark;

/**
 * One file at one moment: the text, the candidate's cursor and selection. Only the lines in view are on the page, and of those only
 * what differs from the moment before is touched: a seek costs what is shown, not how long the file is (docs/decisions/0006).
 */
export class ReplayCode extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), codeStyles, originStyles];

  @property() path = '';
  @property({ attribute: false }) file: Pick<FileState, 'content'> | null = null;
  @property({ attribute: false }) cursor: ReplayState['cursor'] = null;
  @property({ attribute: false }) selection: ReplayState['selection'] = null;
  @property({ attribute: false }) scrolled: ReplayState['scroll'] = null;
  /** Stretches with a background of their own, such as where the text came from; in order, without overlap. */
  @property({ attribute: false }) marks: readonly TextMark[] = [];
  /** What was searched for: where it is found is marked, and the first place is brought into view. */
  @property({ attribute: false }) found: readonly TextMark[] = [];
  /** Keeps what the candidate does in view. */
  @property({ type: Boolean }) follow = true;

  @query('.view') private view!: HTMLElement;
  @query('.sheet') private sheet!: HTMLElement;
  private rows: CodeRows | null = null;
  private lines = new LineIndex('');
  private tokenizer = new Tokenizer('plaintext');
  private top = 0;
  private left = 0;
  private soon: number | null = null;
  /** A scroll of our own is on its way to its event. */
  private moving = false;
  private size = { width: 0, height: usualHeight };
  private readonly sizes = new ResizeObserver(([entry]) => {
    this.size = { width: entry?.contentRect.width ?? 0, height: entry?.contentRect.height ?? usualHeight };
    this.showLines();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.sizes.observe(this.view);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  override render() {
    return html`<div class="view" dir="ltr" role="region" tabindex="0" aria-label=${this.path} @scroll=${this.onScroll}>
      <div class="sheet"></div>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.rows = new CodeRows(this.sheet);
    this.sizes.observe(this.view);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const other = changed.has('path');
    if (other) this.tokenizer = tokenizerFor(languageOf(this.path));
    const content = this.file?.content ?? '';
    if (content !== this.lines.text) this.setLines(new LineIndex(content));
    const before = { top: this.top, left: this.left };
    if (other) this.moveTo(0, 0);
    this.reveal(other, changed);
    this.showLines();
    if (this.top !== before.top || this.left !== before.left) this.scrollSoon();
  }

  private setLines(lines: LineIndex): void {
    if (lines.count !== this.lines.count) {
      this.sheet.style.height = `${lines.count * lineHeight}px`;
      this.sheet.style.setProperty('--digits', String(Math.max(2, String(lines.count).length)));
    }
    this.lines = lines;
  }

  private showLines(): void {
    const first = Math.max(0, Math.floor(this.top / lineHeight) - overscan);
    const end = Math.min(this.lines.count, Math.ceil((this.top + this.size.height) / lineHeight) + overscan);
    const lexed = this.tokenizer.lines((line) => this.lines.line(line), first, end);
    this.rows?.show(
      first,
      lexed.map((tokens, index) => this.codeLine(first + index, tokens)),
    );
  }

  private codeLine(index: number, lexed: CodeLine['lexed']): CodeLine {
    const text = this.lines.line(index);
    const start = this.lines.startOf(index);
    const here = (marks: readonly TextMark[]) => within(marks, start, text.length);
    const { cursor, selection, path } = this;
    const caret = cursor?.path === path ? cursor.offset - start : -1;
    const selected = selection?.path === path ? [{ from: selection.start, to: selection.end, className: 'selected' }] : [];
    return {
      text,
      lexed,
      caret: caret >= 0 && caret <= text.length ? caret : null,
      layers: [this.marks, selected, this.found].map(here).filter(({ length }) => length > 0),
    };
  }

  private reveal(other: boolean, changed: PropertyValues<this>): void {
    const { cursor, scrolled, path, found } = this;
    const moved = other || changed.has('cursor') || changed.has('file');
    if (changed.has('found') && found[0]) this.revealOffset(found[0].from);
    else if (!this.follow) return;
    else if (cursor?.path === path && moved) this.revealOffset(cursor.offset);
    else if (scrolled?.path === path && cursor?.path !== path && changed.has('scrolled')) {
      this.moveTo(Math.min(scrolled.line - 1, this.lines.count - 1) * lineHeight, this.left);
    }
  }

  /** Scrolls as little as shows the place: not at all when it is in view, else so that it is in the middle. */
  private revealOffset(offset: number): void {
    const line = this.lines.lineOf(Math.min(offset, this.lines.text.length));
    const at = line * lineHeight;
    const { height, width } = this.size;
    const visible = at >= this.top && at + lineHeight <= this.top + height;
    const top = visible ? this.top : Math.max(0, at - Math.floor(height / 2 / lineHeight) * lineHeight);
    // Letters are not measured, which takes longer than all the rest: a rough place is enough to have the cursor in view.
    const column = Math.min(offset - this.lines.startOf(line), 660) * letterWidth;
    const farLeft = column < width - 96;
    this.moveTo(top, farLeft ? 0 : column < this.left || column > this.left + width - 120 ? column - width / 2 : this.left);
  }

  private moveTo(top: number, left: number): void {
    this.top = Math.min(top, Math.max(0, this.lines.count * lineHeight + margins - this.size.height));
    this.left = Math.max(0, left);
  }

  /** Right before the frame, since to scroll lays out what was changed until then, and what comes after would be laid out again. */
  private scrollSoon(): void {
    this.soon ??= requestAnimationFrame(() => this.scrollView());
  }

  private scrollView(): void {
    this.soon = null;
    this.moving = true;
    this.view.scrollTo({ top: this.top, left: this.left, behavior: 'instant' });
  }

  private readonly onScroll = (): void => {
    // To ask for a place that we have set ourselves would lay the page out once more.
    const own = this.moving;
    this.moving = false;
    if (own) return;
    this.top = this.view.scrollTop;
    this.left = this.view.scrollLeft;
    this.showLines();
  };
}

/** Roughly, in pixels, in the font of the view. */
const letterWidth = 7.8;
const tokenizers = new Map<string, Tokenizer>();

/** One for each language on the page: what it has learned of one file holds for the next. */
function tokenizerFor(language: string): Tokenizer {
  let tokenizer = tokenizers.get(language);
  if (!tokenizer) tokenizers.set(language, (tokenizer = new Tokenizer(language)));
  return tokenizer;
}

/** The marks that touch a line, in columns of that line. */
function within(marks: readonly TextMark[], start: number, length: number): TextMark[] {
  const touching: TextMark[] = [];
  for (const { from, to, className } of marks) {
    if (from > start + length) break;
    if (to > start && to > from) touching.push({ from: Math.max(0, from - start), to: Math.min(length, to - start), className });
  }
  return touching;
}

define('replay-code', ReplayCode);

declare global {
  interface HTMLElementTagNameMap {
    'replay-code': ReplayCode;
  }
}
