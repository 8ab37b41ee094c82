import type { Terminal } from '@xterm/xterm';
import { drawRow, type Stretch } from './cells.js';

/** The rows that an emulator holds, without the empty ones below all that was printed and below the cursor. */
export function rowsHeld(emulator: Terminal): number {
  const buffer = emulator.buffer.active;
  const least = buffer.baseY + buffer.cursorY + 1;
  let end = buffer.baseY + emulator.rows;
  while (end > least && buffer.getLine(end - 1)?.translateToString(true) === '') end--;
  return end;
}

/** The rows of a screen as elements; a row that looks as before is not touched. */
export class TerminalRows {
  #keys: string[] = [];

  constructor(private readonly container: HTMLElement) {}

  /** Draws the last `most` rows of what the emulator holds; with the cursor where the shell still runs. */
  show(emulator: Terminal, most: number, withCursor: boolean): void {
    const buffer = emulator.buffer.active;
    const end = rowsHeld(emulator);
    const first = Math.max(0, end - most);
    const cell = buffer.getNullCell();
    for (let row = first; row < end; row++) {
      const cursor = withCursor && row === buffer.baseY + buffer.cursorY ? Math.min(buffer.cursorX, emulator.cols - 1) : -1;
      const line = buffer.getLine(row);
      const drawn = line ? drawRow(line, cell, cursor) : { key: '', stretches: [] };
      this.#draw(row - first, drawn.key, drawn.stretches);
    }
    this.#keys.length = Math.max(0, end - first);
    while (this.container.children.length > this.#keys.length) this.container.lastElementChild?.remove();
  }

  #draw(index: number, key: string, stretches: readonly Stretch[]): void {
    let element = this.container.children[index];
    if (element && this.#keys[index] === key) return;
    if (!element) {
      element = document.createElement('div');
      this.container.append(element);
    }
    this.#keys[index] = key;
    element.replaceChildren(...stretches.map(nodeOf));
  }
}

function nodeOf({ text, className, color, background }: Stretch): Node {
  if (!className && !color && !background) return document.createTextNode(text);
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  if (color) span.style.color = color;
  if (background) span.style.background = background;
  return span;
}
