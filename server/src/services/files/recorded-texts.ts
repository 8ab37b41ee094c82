import { limits, type SessionEvent } from '@interviewlm/protocol';
import { applyChanges } from '@interviewlm/recording';
import type { LogHead } from '../../db/log-heads.js';
import { readSegments } from '../../db/segments.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { decodeSegment } from '../recording/codec.js';

/**
 * What the log makes of one interview's files, as far as this process has followed it: from the first whole content on that it saw.
 * A text of which it isn't certain is not known; whoever asks then records the whole content, which is never wrong.
 */
class Followed {
  readonly #texts = new Map<string, { text: string; t_ms: number }>();

  constructor(public seq: number) {}

  textOf(path: string): string | null {
    return this.#texts.get(path)?.text ?? null;
  }

  get bytes(): number {
    return [...this.#texts.values()].reduce((sum, { text }) => sum + text.length, 0);
  }

  apply({ t_ms, type, data }: SessionEvent): void {
    if (type === 'session.started') for (const { path, content } of data.files) this.#texts.set(path, { text: content, t_ms });
    else if (type === 'file.create') this.#texts.set(data.path, { text: data.content, t_ms });
    else if (type === 'file.write' && data.content !== undefined) this.#texts.set(data.path, { text: data.content, t_ms });
    else if (type === 'file.delete') this.#move(data.path, null);
    else if (type === 'file.move') this.#move(data.from, data.to);
    else if (type === 'editor.edit') this.#edit(data.path, data.changes, t_ms);
  }

  /** A replay goes by time: an edit that came later than what it is older than was made on another text. */
  #edit(path: string, changes: Parameters<typeof applyChanges>[1], t_ms: number): void {
    const known = this.#texts.get(path);
    if (!known) return;
    const { text, exact } = applyChanges(known.text, changes);
    if (exact && t_ms >= known.t_ms) this.#texts.set(path, { text, t_ms });
    else this.#texts.delete(path);
  }

  #move(from: string, to: string | null): void {
    for (const [path, known] of [...this.#texts]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#texts.delete(path);
      if (to !== null) this.#texts.set(to + path.slice(from.length), known);
    }
  }
}

/** Interviews that are followed at once; the one that was longest ago goes first. */
const mostFollowed = 500;
const followed = new Map<string, Followed>();

/** Whether the recorded edits already make this text of the file. The caller holds the interview's lock. */
export async function isMadeByEdits(tx: TenantTx, head: LogHead, path: string, text: string): Promise<boolean> {
  const known = followed.get(head.id) ?? new Followed(head.seq);
  followed.delete(head.id);
  followed.set(head.id, known);
  await catchUp(tx, head, known);
  if (followed.size > mostFollowed) for (const oldest of followed.keys()) if (followed.delete(oldest)) break;
  if (known.bytes > limits.workspaceBytes) followed.delete(head.id);
  return known.textOf(path) === text;
}

async function catchUp(tx: TenantTx, head: LogHead, known: Followed): Promise<void> {
  if (known.seq >= head.seq) return;
  const segments = await readSegments(tx, head.id, { after_seq: known.seq, limit: 1000 });
  for (const segment of segments) {
    for (const event of decodeSegment(segment)) if (event.seq > known.seq) known.apply(event);
  }
  known.seq = segments.at(-1)?.last_seq ?? head.seq;
}
