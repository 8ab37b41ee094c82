import Anthropic from '@anthropic-ai/sdk';
import { stdSerializers } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReceiver, type Receiver } from '../../../test/support/receiver.js';
import { streamError, toAssistantError } from './errors.js';

let vendor: Receiver;
beforeAll(async () => {
  vendor = await startReceiver();
});
afterAll(() => vendor.close());

const said = 'what a candidate wrote';
const refusal = JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: `messages.0: "${said}" is too long` } });
const logged = (error: unknown) => JSON.stringify(stdSerializers.err(error as Error));

async function failure(baseURL: string): Promise<unknown> {
  const client = new Anthropic({ apiKey: 'a key', baseURL, maxRetries: 0, logLevel: 'off' });
  const request = client.messages.create({ model: 'claude-sonnet-5-5', max_tokens: 1, messages: [{ role: 'user', content: said }] });
  return toAssistantError(
    await request.then(
      () => null,
      (error: unknown) => error,
    ),
  );
}

test('a refusal is logged by its kind, status and request, and not in the vendor’s words, which quote the request', async () => {
  vendor.answer = () => ({ status: 400, headers: { 'content-type': 'application/json', 'request-id': 'req_1' }, body: refusal });
  const error = await failure(vendor.url);
  expect(error).toMatchObject({ code: 'rejected', message: 'The model refused the request' });
  expect(logged(error)).toMatch(/BadRequestError 400 invalid_request_error req_1/);
  expect(logged(error)).not.toContain(said);
});

test('a network that fails is logged by its code, and an error in the middle of an answer by its type', async () => {
  const gone = await startReceiver();
  await gone.close();
  expect(logged(await failure(gone.url))).toMatch(/APIConnectionError.*ECONNREFUSED/);
  const broken = logged(streamError(refusal));
  expect(broken).toContain('the event invalid_request_error');
  expect(broken + logged(streamError(said))).not.toContain(said);
});
