import type { Claim, Idempotency } from '../../services/idempotency/index.js';
import type { Actor } from '../../services/scope.js';
import { invalid } from '../../errors.js';
import type { Context } from '../context.js';
import { EventStream, type ServerSentEvent } from '../handler.js';

/** A kept answer: the body, or the events of a stream. */
type Kept = { readonly body: unknown } | { readonly events: readonly ServerSentEvent[] };

/**
 * Does `work` once for each `Idempotency-Key`: a repetition of the same request by the same caller gets the first answer again, with
 * `Idempotent-Replayed: true`. A refusal changes nothing, so it isn't kept.
 */
export async function once(
  ctx: Context,
  idempotency: Pick<Idempotency, 'begin'>,
  actor: Actor,
  request: unknown,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const key = ctx.get('Idempotency-Key');
  if (ctx.headers['idempotency-key'] === undefined || ctx.method !== 'POST') return work();
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalid('headers.idempotency-key', 'invalid_format', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
  const begun = await idempotency.begin({ tenant: actor.tenant, owner: ownerOf(actor, ctx.ip), key, request: JSON.stringify(request) });
  if ('answer' in begun) return replayed(ctx, JSON.parse(begun.answer) as Kept);
  const result = await orRelease(begun, work);
  if (result instanceof EventStream) return new EventStream(recorded(result.events, begun));
  await keep(begun, { body: result });
  return result;
}

/** Everyone on a careers page has the same publishable key: what one visitor got is only repeated to their own address. */
function ownerOf(actor: Actor, ip: string): string {
  if ('interview' in actor) return `${actor.interview} ${actor.kind}`;
  return actor.kind === 'secret' ? actor.key : `${actor.key} ${ip}`;
}

function replayed(ctx: Context, kept: Kept): unknown {
  ctx.set('Idempotent-Replayed', 'true');
  return 'events' in kept ? new EventStream(each(kept.events)) : kept.body;
}

async function orRelease<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await claim.release();
    throw error;
  }
}

const keep = (claim: Claim, kept: Kept) => claim.keep(JSON.stringify(kept));

/** Keeps what the first caller saw, also when they left in the middle: what they asked for was done, and must not be done twice. */
async function* recorded(events: AsyncIterable<ServerSentEvent>, claim: Claim): AsyncGenerator<ServerSentEvent> {
  const seen: ServerSentEvent[] = [];
  try {
    for await (const event of events) {
      seen.push(event);
      yield event;
    }
  } finally {
    await keep(claim, { events: seen });
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
