import type { TokenUsage } from '@interviewlm/protocol';
import type { AssistantChunk } from './port.js';
import { costMicros } from './prices.js';

type Tokens = Extract<AssistantChunk, { type: 'usage' }>['usage'];

export const noUsage: TokenUsage = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, cost_micros: 0 };

export const priced = (model: string, tokens: Tokens): TokenUsage => ({ ...tokens, cost_micros: costMicros(model, tokens) });

export const addUsage = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  input_tokens: a.input_tokens + b.input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
  cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
  cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
  cost_micros: a.cost_micros + b.cost_micros,
});

export const totalTokens = (usage: TokenUsage): number =>
  usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
