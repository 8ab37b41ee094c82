import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { ChatStreamEvent } from '@interviewlm/protocol';
import { readMessage, updateMessage, type MessageRow } from '../../db/messages.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { Bus } from '../recording/bus.js';
import { readLog, type At } from '../recording/log.js';
import { encodePlace, type Numbered, type Place } from './answer-stream.js';
import { isLost } from './begin.js';
import { noUsage } from './usage.js';

interface StoredDeps {
  knex: Knex;
  bus: Pick<Bus, 'isHeld'>;
}

/** How often an answer that another process makes is looked at. */
const lookEveryMs = 400;

/**
 * The rest of an answer from what is stored of it, for a client whose answer is not made in this process. No text is lost or doubled;
 * tools and proposals come at the end in their final state, and carry ids for those who have seen them.
 */
export async function* readStored(
  { knex, bus }: StoredDeps,
  at: At,
  message: string,
  place: Place,
  signal: AbortSignal,
): AsyncGenerator<Numbered> {
  let { events, chars } = place;
  const number = (event: ChatStreamEvent): Numbered => {
    if (event.type === 'delta') chars += event.text.length;
    return { id: encodePlace(message, { events: ++events, chars }), event };
  };
  if (events === 0) yield number({ type: 'start', message_id: message });
  while (!signal.aborted) {
    const row = await look({ knex, bus }, at, message);
    if (!row) return;
    const text = row.text.slice(chars);
    if (text !== '') yield number({ type: 'delta', text });
    if (row.status !== 'streaming') return yield* ending(row).map(number);
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function look({ knex, bus }: StoredDeps, at: At, message: string): Promise<MessageRow | null> {
  return withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const row = await readMessage(tx, at.interview, message);
    if (!row || row.role !== 'assistant' || !(await isLost(row, bus))) return row?.role === 'assistant' ? row : null;
    const lost = { status: 'failed', content: { ...row.content, stop_reason: 'lost' } } as const;
    await updateMessage(tx, message, lost);
    return { ...row, ...lost };
  });
}

function ending(row: MessageRow): ChatStreamEvent[] {
  const { tools, proposals, stop_reason } = row.content;
  const last: ChatStreamEvent =
    row.status === 'failed'
      ? { type: 'error', code: 'unavailable', detail: 'The answer was broken off.', retryable: true }
      : { type: 'done', stop_reason: stop_reason ?? 'end_turn', prompt_quality: row.prompt_quality };
  return [
    ...tools.map((tool) => ({ type: 'tool', ...tool }) as const),
    ...proposals.map((proposal) => ({ type: 'proposal', ...proposal }) as const),
    { type: 'usage', ...(row.usage ?? noUsage) },
    last,
  ];
}
