import type { Assistant } from '../../services/assistant/index.js';
import type { Numbered } from '../../services/assistant/answer-stream.js';
import { at } from '../at.js';
import { EventStream, type Handlers, type ServerSentEvent } from '../handler.js';

type Names = 'sendMessage' | 'getConversation' | 'stopMessage';

export const chatHandlers = ({ assistant }: { assistant: Assistant }): Pick<Handlers, Names> => ({
  sendMessage: async ({ actor, params, body, headers, signal }) =>
    new EventStream(sent(await assistant.ask(at(actor, params.id), body, signal, headers['idempotency-key']))),
  async getConversation({ actor, params, headers, wantsStream, signal }) {
    const where = at(actor, params.id);
    if (!wantsStream) return assistant.conversation(where);
    return new EventStream(sent(await assistant.resume(where, headers['last-event-id'], signal)));
  },
  async stopMessage({ actor, params }) {
    await assistant.stop(at(actor, params.id), params.message);
    return null;
  },
});

async function* sent(events: AsyncIterable<Numbered>): AsyncGenerator<ServerSentEvent> {
  for await (const { id, event } of events) yield { id, event: event.type, data: event };
}
