import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Caller } from '../../support/caller.js';

/** A server of a company's that tries until it is answered: with a key, so that what was done is not done twice. */
export async function patiently(caller: Caller, path: string, body: unknown = {}, stop?: AbortSignal): Promise<Answer['body']> {
  const key = crypto.randomUUID();
  for (let tries = 0; tries < 600; tries++) {
    stop?.throwIfAborted();
    const answer = await caller.post(path, body, { 'idempotency-key': key }).catch(() => null);
    if (answer && answer.status < 300) return answer.body;
    if (answer && answer.status < 500 && answer.status !== 429 && answer.body?.code !== 'idempotency_in_flight')
      throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    await sleep(200);
  }
  throw new Error(`POST ${path} was never answered`);
}
