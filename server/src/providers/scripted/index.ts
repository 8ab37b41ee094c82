import { setTimeout as sleep } from 'node:timers/promises';
import type { AssistantChunk, AssistantPort, AssistantRequest } from '../../services/assistant/port.js';
import { answer } from './answer.js';
import { countTokens, countInputTokens } from './tokens.js';

export interface ScriptedOptions {
  /** Pause before each chunk in milliseconds, so that text arrives the way a model writes it; 0 for none. */
  delay_ms?: number;
}

/**
 * The embedded twin of a model: answers offline, by plain rules, from what is on the candidate's screen.
 * The same request always gets the same text. It says in every conversation that it is not a model.
 */
export function createScriptedAssistant({ delay_ms = 18 }: ScriptedOptions = {}): AssistantPort {
  return { defaultModel: 'scripted-1', stream: (request, signal) => stream(request, signal, delay_ms) };
}

async function* stream(request: AssistantRequest, signal: AbortSignal, delay: number): AsyncGenerator<AssistantChunk, void> {
  const input_tokens = countInputTokens(request);
  let written = '';
  const end = function* (reason: Extract<AssistantChunk, { type: 'stop' }>['reason'], toolInput = ''): Generator<AssistantChunk, void> {
    const output_tokens = countTokens(written + toolInput);
    yield { type: 'usage', usage: { input_tokens, output_tokens, cache_read_tokens: 0, cache_write_tokens: 0 } };
    yield { type: 'stop', reason };
  };

  const { text, call } = answer(request);
  for (const chunk of words(text)) {
    if (!(await waited(delay, signal))) return yield* end('aborted');
    if (countTokens(written + chunk) > request.max_tokens) return yield* end('max_tokens');
    written += chunk;
    yield { type: 'text', text: chunk };
  }
  if (!call) return yield* end('end_turn');
  if (signal.aborted) return yield* end('aborted');
  if (countTokens(written + JSON.stringify(call.input)) > request.max_tokens) return yield* end('max_tokens');
  yield { type: 'tool_use', ...call };
  yield* end('tool_use', JSON.stringify(call.input));
}

/** One to three words at a time, whitespace kept: joined they are the text again. */
function* words(text: string): Generator<string> {
  const parts = text.match(/\S+\s*|\s+/g) ?? [];
  for (let at = 0, size = 1; at < parts.length; at += size, size = (size % 3) + 1) yield parts.slice(at, at + size).join('');
}

async function waited(delay: number, signal: AbortSignal): Promise<boolean> {
  if (delay > 0) await sleep(delay, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
