import { ApiError } from '../errors.js';
import type { Mask, Masking } from '../services/masking/index.js';
import type { Actor } from '../services/scope.js';
import { at } from './at.js';
import { Download, EventStream, type ServerSentEvent } from './handler.js';

/** What takes the candidate out of whatever is answered to this actor; null for one who may know who it is. */
export async function maskFor(masking: Masking, actor: Actor): Promise<Mask | null> {
  return 'interview' in actor && actor.masked ? masking.maskOf(at(actor, actor.interview)) : null;
}

/** Every answer to a masked token passes here. A file can't be looked into: whoever made it has masked it, or it isn't given away. */
export function masked(mask: Mask, answer: unknown): unknown {
  if (answer instanceof EventStream) return new EventStream(maskedEvents(mask, answer.events));
  if (!(answer instanceof Download)) return mask.value(answer);
  if (answer.masked) return answer;
  throw new ApiError('forbidden', 'This file tells who the candidate is, which is hidden from this token.');
}

async function* maskedEvents(mask: Mask, events: AsyncIterable<ServerSentEvent>): AsyncGenerator<ServerSentEvent> {
  for await (const event of events) yield { ...event, data: mask.value(event.data) };
}
