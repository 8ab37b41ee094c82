import type { NewEvent } from '@interviewlm/protocol';

/** The edits that turn `find` into `put` at `offset`, one keystroke or two at a time, with the milliseconds before each. */
export function keystrokes(
  path: string,
  version: number,
  offset: number,
  find: string,
  put: string,
  random: () => number,
): { pause_ms: number; event: TimelessEvent }[] {
  const kept = commonStart(find, put);
  const start = offset + kept;
  const out: { pause_ms: number; event: TimelessEvent }[] = [];
  if (find.length > kept) out.push({ pause_ms: 1200, event: edit(path, version, start, find.length - kept, '') });
  for (let at = kept; at < put.length;) {
    const length = put[at] === '\n' ? 1 + indentAfter(put, at) : 1 + Math.floor(random() * 2);
    const text = put.slice(at, at + length);
    out.push({ pause_ms: pauseBefore(text, random), event: edit(path, version, offset + at, 0, text) });
    at += text.length;
  }
  return out;
}

export type TimelessEvent = NewEvent extends infer E ? (E extends { t_ms: number } ? Omit<E, 't_ms'> : never) : never;

/** The same numbers at each run: a demo that differs from day to day can't be talked about. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const edit = (path: string, version: number, offset: number, deleted: number, inserted: string): TimelessEvent => ({
  type: 'editor.edit',
  data: { path, version, changes: [[offset, deleted, inserted]], origin: 'typed' },
});

/** People stop before a new line, and now and then in the middle of one. */
function pauseBefore(text: string, random: () => number): number {
  if (text.startsWith('\n')) return 500 + random() * 2200;
  return random() < 0.02 ? 1500 + random() * 2500 : 70 + random() * 190;
}

/** The editor puts a new line's indentation there at once. */
const indentAfter = (text: string, at: number) => /^ */.exec(text.slice(at + 1))?.[0].length ?? 0;

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
