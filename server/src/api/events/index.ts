import type { SessionEvent } from '@interviewlm/protocol';
import { invalid } from '../../errors.js';
import type { Recording } from '../../services/recording/index.js';
import { at } from '../at.js';
import { EventStream, type Handlers, type ServerSentEvent } from '../handler.js';

type Names = 'appendEvents' | 'listEvents' | 'eraseEvents' | 'streamEvents';

export const eventHandlers = ({ recording }: { recording: Recording }): Pick<Handlers, Names> => ({
  appendEvents: ({ actor, params, body }) => recording.appendBatch(at(actor, params.id), body),
  listEvents: ({ actor, params, query }) => recording.listEvents(at(actor, params.id), query),
  async eraseEvents({ actor, params, body }) {
    const where = at(actor, params.id);
    // A log that is only in the archive comes back with the first who reads it.
    await recording.listEvents(where, { limit: 1 });
    return { object: 'erasure', erased: await recording.erase(where, new Set(body.seqs)) };
  },
  async streamEvents({ actor, params, headers, signal }) {
    const where = at(actor, params.id);
    // A first page shows at once whether there is such an interview; a stream can't answer 404 any more.
    await recording.listEvents(where, { limit: 1 });
    return new EventStream(sent(recording.follow(where, lastSeen(headers['last-event-id']), signal)));
  },
});

async function* sent(events: AsyncIterable<SessionEvent>): AsyncGenerator<ServerSentEvent> {
  for await (const event of events) yield { id: String(event.seq), event: 'event', data: event };
}

function lastSeen(header: string | undefined): number {
  if (header === undefined || header === '') return 0;
  if (!/^\d{1,15}$/.test(header)) throw invalid('headers.last-event-id', 'invalid_event_id', 'Last-Event-ID must be the seq of an event.');
  return Number(header);
}
