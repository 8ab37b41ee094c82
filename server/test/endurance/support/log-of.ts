import type { SessionEvent } from '@interviewlm/protocol';
import { Timeline } from '@interviewlm/recording';
import type { Knex } from 'knex';
import { readLogHead } from '../../../src/db/log-heads.js';
import { withTenant } from '../../../src/db/tenant-tx.js';
import { chainEvents } from '../../../src/services/recording/event-chain.js';
import { fold } from '../../../src/services/recording/fold.js';
import type { At } from '../../../src/services/recording/log.js';
import { eventsAfter } from '../../../src/services/recording/pages.js';
import { refold } from '../../../src/services/recording/refold.js';

/** What one log holds, read straight from the database. */
export interface Found {
  readonly events: readonly SessionEvent[];
  readonly seqs: readonly number[];
  /** Of the events that the page sent, in the order of the log. */
  readonly offsets: readonly number[];
  /** The head of the chain that is stored is that of the events. */
  readonly chained: boolean;
  readonly gaps: readonly unknown[];
}

export async function logOf(knex: Knex, at: At): Promise<Found> {
  await fold(knex, refold, at);
  return withTenant(knex, at.tenant, async (tx) => {
    const events: SessionEvent[] = await Array.fromAsync(eventsAfter(tx, at.interview));
    const head = await readLogHead(tx, at.interview);
    const timeline = new Timeline();
    timeline.append(events);
    return {
      events,
      seqs: events.map(({ seq }) => seq),
      offsets: events.flatMap((event) => (event.type === 'editor.cursor' ? [event.data.offset] : [])),
      chained:
        head?.seq === events.length && (head.folded_hash?.equals(chainEvents(null, events) ?? Buffer.alloc(0)) ?? events.length === 0),
      gaps: timeline.gaps,
    };
  });
}
