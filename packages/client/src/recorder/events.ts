import type { EventBody, NewEvent } from '@interviewlm/protocol';

export type ClientEventType = NewEvent['type'];
/** An event that a page records, before it has its time. */
export type ClientEvent = Extract<EventBody, { type: ClientEventType }>;

/** Events that a rebuilt picture can do without, dropped first when there is no room. */
const dispensable: ReadonlySet<ClientEventType> = new Set(['editor.cursor', 'editor.selection', 'editor.scroll', 'terminal.input']);
export const isDispensable = (event: ClientEvent): boolean => dispensable.has(event.type);

/** A newer one of these says all that the older one did, when nothing came between. */
const replacing: ReadonlySet<ClientEventType> = new Set(['editor.cursor', 'editor.selection', 'editor.scroll']);

/** True when `next` makes `last` superfluous: same kind, same file, within a moment. */
export function replaces(last: NewEvent | undefined, next: NewEvent): boolean {
  if (!last || last.type !== next.type || !replacing.has(next.type) || next.t_ms - last.t_ms > 50) return false;
  return 'path' in last.data && 'path' in next.data && last.data.path === next.data.path;
}

/** Inserts longer than this travel as several edits: no event may outgrow a batch. */
const longestInsert = 64 * 1024;

/** One event, or the same edit in pieces that each fit. */
export function inPieces(event: ClientEvent): ClientEvent[] {
  if (event.type !== 'editor.edit' || event.data.changes.every(([, , text]) => text.length <= longestInsert)) return [event];
  const pieces: ClientEvent[] = [];
  for (const [offset, deleted, text] of event.data.changes) {
    for (let from = 0; from < Math.max(1, text.length);) {
      const to = endOfPiece(text, from);
      const change: [number, number, string] = [offset + from, from === 0 ? deleted : 0, text.slice(from, to)];
      pieces.push({ ...event, data: { ...event.data, changes: [change] } });
      from = Math.max(to, from + 1);
    }
  }
  return pieces;
}

/** Never between the halves of a character. */
function endOfPiece(text: string, from: number): number {
  const to = from + longestInsert;
  const last = text.charCodeAt(to - 1);
  return to < text.length && last >= 0xd800 && last <= 0xdbff ? to - 1 : Math.min(to, text.length);
}
