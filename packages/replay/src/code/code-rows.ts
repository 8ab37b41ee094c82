import { piecesOf, shownPart, type Mark, type Piece } from './pieces.js';
import type { LexedLine } from './tokens.js';

/** Pixels from one line to the next. */
export const lineHeight = 20;

/** One line to be shown. */
export interface CodeLine {
  readonly text: string;
  readonly lexed: LexedLine;
  /** The candidate's cursor, as a column; null where it is in another line. */
  readonly caret: number | null;
  /** Selection, search hit, provenance: layers over the colours. */
  readonly layers: readonly (readonly Mark[])[];
}

/**
 * The lines on show as elements that are used again: of a line that looks as before nothing is touched, which is most of them when
 * the playhead moves by an edit. They are plain blocks below one another, and their numbers one text, since to lay out anything more
 * took most of a seek's time.
 */
export class CodeRows {
  readonly #rows: Row[] = [];
  readonly #numbers = document.createElement('div');
  readonly #lines = document.createElement('div');
  #first = 0;
  #end = 0;

  constructor(sheet: HTMLElement) {
    this.#numbers.className = 'numbers';
    this.#numbers.ariaHidden = 'true';
    this.#lines.className = 'lines';
    sheet.append(this.#numbers, this.#lines);
  }

  /** Shows lines that follow one another, from the line `first` on. */
  show(first: number, lines: readonly CodeLine[]): void {
    this.#place(first, first + lines.length);
    while (this.#rows.length < lines.length) this.#lines.append(this.#add().element);
    for (const row of this.#rows.splice(lines.length)) row.element.remove();
    for (const [index, line] of lines.entries()) this.#rows[index]?.show(line);
  }

  #place(first: number, end: number): void {
    if (first === this.#first && end === this.#end) return;
    const gone = first - this.#first;
    if (gone > 0 && gone < this.#rows.length) this.#lines.append(...this.#turn(gone).map(({ element }) => element));
    this.#first = first;
    this.#end = end;
    const top = `${first * lineHeight}px`;
    this.#numbers.style.top = this.#lines.style.top = top;
    this.#numbers.textContent = Array.from({ length: end - first }, (_, index) => first + index + 1).join('\n');
  }

  /** Scrolled down: the rows that left above are used below, and those between stay as they are. */
  #turn(count: number): Row[] {
    const turned = this.#rows.splice(0, count);
    this.#rows.push(...turned);
    return turned;
  }

  #add(): Row {
    const row = new Row();
    this.#rows.push(row);
    return row;
  }
}

class Row {
  readonly element = document.createElement('div');
  #shown: CodeLine | null = null;

  constructor() {
    this.element.className = 'view-line';
  }

  show(line: CodeLine): void {
    if (this.#shown && looksAs(this.#shown, line)) return;
    this.#shown = line;
    this.element.replaceChildren(...nodesOf(line));
  }
}

const looksAs = (a: CodeLine, b: CodeLine) =>
  a.text === b.text && a.lexed === b.lexed && a.caret === b.caret && a.layers.length === 0 && b.layers.length === 0;

function* nodesOf({ text, lexed, caret, layers }: CodeLine): Generator<Node> {
  const part = shownPart(text.length, caret ?? 0);
  const at = caret === null ? [] : [[{ from: caret, to: caret, className: '' }]];
  let column = part[0];
  let placed = caret === null;
  for (const piece of piecesOf(text, part, [lexed.tokens, ...layers, ...at])) {
    if (!placed && column >= (caret ?? 0) && piece.className !== 'cut') {
      placed = true;
      yield caretNode();
    }
    yield nodeOf(piece);
    column += piece.length;
  }
  if (!placed) yield caretNode();
}

function nodeOf({ text, className }: Piece): Node {
  if (!className) return document.createTextNode(text);
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}

function caretNode(): Node {
  const caret = document.createElement('span');
  caret.className = 'caret';
  return caret;
}
