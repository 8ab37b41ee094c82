import type { Knex } from 'knex';
import type { LooseSegment } from './segments.js';

/** A page's batch, packed, with all that the database needs to tell whether it is a usual one. */
export interface PackedBatch extends LooseSegment {
  client_id: string;
  /** The writer's own count of its events. */
  first_seq: number;
  /** Some of them are signals, which an interview's accommodations may suppress. */
  signals: boolean;
  /** The moments of its first and its last event. */
  start_ms: number;
  end_ms: number;
  /** How far its times may be ahead of the interview's clock. */
  slack_ms: number;
  /** Its listeners are told. */
  channel: string;
}

const text = `select record_batch(${Array.from({ length: 16 }, () => '?').join(', ')}) as seq`;

/** Appends the batch where it is a usual one (migration 007), in a transaction of its own. False when it isn't, and nothing was done. */
export async function recordBatch(
  knex: Knex,
  { tenant, interview, mode }: { readonly tenant: string; readonly interview: string; readonly mode: string },
  { client_id, first_seq, signals, start_ms, end_ms, slack_ms, channel, ...segment }: PackedBatch,
): Promise<boolean> {
  const { from_ms, to_ms, events, types, payload, sha256 } = segment;
  const writer = [tenant, interview, mode, client_id, first_seq, signals];
  const times = [start_ms, from_ms, to_ms, end_ms, slack_ms];
  const { rows } = await knex.raw<{ rows: { seq: number | null }[] }>(text, [
    ...writer,
    ...times,
    events,
    JSON.stringify(types),
    payload,
    sha256,
    channel,
  ]);
  return typeof rows[0]?.seq === 'number';
}
