import { setTimeout as sleep } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import type { AssistantChunk, AssistantPort, AssistantRequest } from '../../services/assistant/port.js';
import { toAssistantError } from './errors.js';
import { receive } from './events.js';
import { toParams } from './params.js';
import { Recollection } from './recollection.js';
import { retryDelay } from './retry.js';
import { Turn } from './turn.js';

export interface AnthropicOptions {
  apiKey: string;
  /** The model used when an assessment names none. */
  model?: string;
  /** Of a gateway that speaks the Messages API. */
  baseUrl?: string;
  /** How long the vendor may be silent, pings included, before the call counts as stalled. The SDK has no such limit. */
  idle_ms?: number;
  /** Further tries after a failure that came before the first token. */
  retries?: number;
}

/** Claude through the Messages API. Nothing of the SDK's is logged: requests hold the candidate's words. */
export function createAnthropicAssistant(options: AnthropicOptions): AssistantPort {
  const { apiKey, model = 'claude-sonnet-5-5', baseUrl, idle_ms = 60_000, retries = 2 } = options;
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
  });
  const recollection = new Recollection();
  const open = (request: AssistantRequest) => (signal: AbortSignal) =>
    client.messages.create(toParams(request, recollection), { signal }).asResponse();

  async function* stream(request: AssistantRequest, signal: AbortSignal): AsyncGenerator<AssistantChunk, void> {
    for (let attempt = 0; ; attempt++) {
      const turn = new Turn();
      try {
        for await (const event of receive(open(request), signal, idle_ms)) yield* turn.take(event);
        yield* turn.end();
        recollection.remember(turn.content);
        return;
      } catch (error) {
        if (signal.aborted) return yield* turn.abort();
        const failure = toAssistantError(error);
        const delay = retryDelay(attempt, error);
        if (turn.begun || !failure.retryable || attempt >= retries || delay === null) {
          yield* turn.usageSoFar();
          throw failure;
        }
        await sleep(delay, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  return { defaultModel: model, stream };
}
