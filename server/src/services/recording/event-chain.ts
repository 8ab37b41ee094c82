import { hash } from 'node:crypto';
import type { SessionEvent } from '@interviewlm/protocol';

/**
 * The chain of events: `head = sha256(previous head, leaf)`, where a leaf is the SHA-256 of the event as one line of JSON. It needs
 * nothing but the events to be checked, however they are stored, and an erased event keeps its leaf.
 */
export function chainEvents(head: Uint8Array | null, events: readonly SessionEvent[]): Buffer | null {
  let next = head && Buffer.from(head);
  for (const event of events) next = hash('sha256', Buffer.concat([next ?? Buffer.alloc(0), leafOf(event)]), 'buffer');
  return next;
}

/** The SHA-256 of what the event was when it was recorded. */
export function leafOf(event: SessionEvent): Buffer {
  return event.type === 'log.erased' ? Buffer.from(event.data.sha256, 'hex') : hash('sha256', lineOf(event), 'buffer');
}

/** An event as one line: the same bytes whenever it was read from JSON in between. */
export const lineOf = (event: SessionEvent): string => JSON.stringify(event);
