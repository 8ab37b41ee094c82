import { msg, str, numberText } from '@interviewlm/ui';
/** A stretch of one line with classes of its own; `to` may be beyond its end. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly className: string;
}

/** A piece of a line that looks the same throughout. */
export interface Piece {
  readonly text: string;
  readonly className: string;
  /** Characters of the line that it stands for. */
  readonly length: number;
}

/** Characters shown of one line: a line of a million must cost no more than any other. */
const mostShown = 600;

/** What of a line is on show: all of it, or of a very long one the part around `near`. */
export function shownPart(length: number, near: number): readonly [from: number, to: number] {
  if (length <= mostShown) return [0, length];
  const from = Math.min(length - mostShown, Math.floor(Math.max(0, near - 100) / 200) * 200);
  return [from, from + mostShown];
}

/**
 * Cuts the shown part of a line wherever a mark of any layer begins or ends. The marks of a layer come in order and don't overlap.
 * What can't be seen, or turns the text around, is spelled out.
 */
export function piecesOf(line: string, [from, to]: readonly [from: number, to: number], layers: readonly (readonly Mark[])[]): Piece[] {
  const shown = layers.map((marks) => marks.filter((mark) => mark.to >= from && mark.from <= to));
  const next = shown.map(() => 0);
  const pieces: Piece[] = from > 0 ? [{ text: `${msg(str`… ${numberText(from)} more`)} `, className: 'cut', length: 0 }] : [];
  for (const [start, end] of stretches(from, to, shown)) {
    const classes: string[] = [];
    for (const [layer, marks] of shown.entries()) {
      while ((marks[next[layer] ?? 0]?.to ?? Infinity) <= start) next[layer] = (next[layer] ?? 0) + 1;
      const mark = marks[next[layer] ?? 0];
      if (mark && mark.from <= start) classes.push(mark.className);
    }
    pushVisible(pieces, line.slice(start, end), classes.join(' '));
  }
  if (to < line.length) pieces.push({ text: ` ${msg(str`${numberText(line.length - to)} more …`)}`, className: 'cut', length: 0 });
  return pieces;
}

function* stretches(from: number, to: number, layers: readonly (readonly Mark[])[]): Generator<readonly [start: number, end: number]> {
  const cuts = new Set([from, to]);
  for (const mark of layers.flat()) cuts.add(Math.max(from, mark.from)).add(Math.min(to, mark.to));
  const ordered = [...cuts].sort((a, b) => a - b);
  for (let index = 0; index + 1 < ordered.length; index++) yield [ordered[index] ?? from, ordered[index + 1] ?? to];
}

/** Control characters except the tab, halves of pairs, invisible ones, and those that change the direction of what follows. */
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

function pushVisible(pieces: Piece[], text: string, className: string): void {
  const push = (shown: string, length: number, also = '') => pieces.push({ text: shown, className: `${also} ${className}`.trim(), length });
  let at = 0;
  if (text.search(unseen) < 0) return void push(text, text.length);
  for (const { index, 0: character } of text.matchAll(unseen)) {
    if (index > at) push(text.slice(at, index), index - at);
    push(`U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`, character.length, 'unseen');
    at = index + character.length;
  }
  if (at < text.length) push(text.slice(at), text.length - at);
}
