/** Where the lines of a text begin, whatever ends them, so that a long text is cut only where it is shown. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(readonly text: string) {
    const ends = text.includes('\r') ? /\r\n?|\n/g : null;
    if (ends) for (const { index, 0: end } of text.matchAll(ends)) this.#starts.push(index + end.length);
    else for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The offset of a line's first character. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** A line without what ends it. */
  line(line: number): string {
    const end = line + 1 < this.#starts.length ? this.startOf(line + 1) : this.text.length + 1;
    const text = this.text.slice(this.startOf(line), end - 1);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }

  /** The line that holds an offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
