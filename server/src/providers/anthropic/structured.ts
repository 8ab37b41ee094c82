import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { AnthropicError, APIError } from '@anthropic-ai/sdk';
import type { StructuredModelPort } from '../../services/structured/port.js';
import { toAssistantError } from './errors.js';
import type { AnthropicOptions } from './index.js';

/** Claude answers in a given shape: the answer is held to it by the vendor (structured output) and checked again here. */
export function createAnthropicStructured({
  apiKey,
  model = 'claude-sonnet-5-5',
  baseUrl,
  retries = 2,
}: AnthropicOptions): StructuredModelPort {
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    maxRetries: retries,
    logLevel: 'off',
    openTelemetry: false,
  });
  return {
    model,
    async ask({ system, prompt, shape, max_tokens }, signal) {
      const usage = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0 };
      const stream = client.messages.stream(
        {
          model,
          max_tokens,
          system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
          messages: [{ role: 'user', content: prompt }],
          output_config: { format: zodOutputFormat(shape) },
        },
        { signal },
      );
      // Told before the answer is read, which may fail: its tokens cost the same.
      stream.on('streamEvent', (_, { usage: told }) => {
        usage.input_tokens = told.input_tokens;
        usage.output_tokens = told.output_tokens;
        usage.cache_read_tokens = told.cache_read_input_tokens ?? 0;
        usage.cache_write_tokens = told.cache_creation_input_tokens ?? 0;
      });
      try {
        const { parsed_output } = await stream.finalMessage();
        return { answer: parsed_output ?? null, usage };
      } catch (error) {
        signal.throwIfAborted();
        // What isn't the API's error is the SDK's own: the text of the answer was not what the schema asks for.
        if (error instanceof AnthropicError && !(error instanceof APIError)) return { answer: null, usage };
        throw toAssistantError(error);
      }
    },
  };
}
