import type { TokenUsage } from '@interviewlm/protocol';

type Tokens = Omit<TokenUsage, 'cost_micros'>;

/** US dollars for a million tokens, which is micro-dollars for one. */
interface Price {
  /** The first day that it holds, UTC. */
  from: string;
  input: number;
  output: number;
  cache_write: number;
  cache_read: number;
}

/** Anthropic's published prices, read on 2026-11-24 (platform.claude.com, about-claude/pricing). Cache writes are for five minutes. */
const prices: Readonly<Record<string, readonly Price[]>> = {
  'claude-sonnet-5-5': [{ from: '2026-01-01', input: 2, output: 10, cache_write: 2.5, cache_read: 0.2 }],
  'claude-sonnet-5': [{ from: '2026-01-01', input: 2, output: 10, cache_write: 2.5, cache_read: 0.2 }],
  'claude-sonnet-4-6': [{ from: '2026-01-01', input: 3, output: 15, cache_write: 3.75, cache_read: 0.3 }],
  'claude-sonnet-4-5': [{ from: '2025-09-29', input: 3, output: 15, cache_write: 3.75, cache_read: 0.3 }],
  'claude-opus-5-5': [{ from: '2026-01-01', input: 4, output: 20, cache_write: 5, cache_read: 0.4 }],
  'claude-opus-5': [{ from: '2026-01-01', input: 5, output: 25, cache_write: 6.25, cache_read: 0.5 }],
  'claude-opus-4-8': [{ from: '2026-01-01', input: 5, output: 25, cache_write: 6.25, cache_read: 0.5 }],
  'claude-opus-4-7': [{ from: '2026-01-01', input: 5, output: 25, cache_write: 6.25, cache_read: 0.5 }],
  'claude-opus-4-6': [{ from: '2026-01-01', input: 5, output: 25, cache_write: 6.25, cache_read: 0.5 }],
  'claude-opus-4-5': [{ from: '2025-11-01', input: 5, output: 25, cache_write: 6.25, cache_read: 0.5 }],
  'claude-haiku-4-5': [{ from: '2025-10-01', input: 1, output: 5, cache_write: 1.25, cache_read: 0.1 }],
  'claude-fable-5-1': [{ from: '2026-01-01', input: 10, output: 50, cache_write: 12.5, cache_read: 0.25 }],
  'claude-fable-5': [{ from: '2026-01-01', input: 10, output: 50, cache_write: 12.5, cache_read: 1 }],
  'scripted-1': [{ from: '2026-01-01', input: 0, output: 0, cache_write: 0, cache_read: 0 }],
};

/** What a model that isn't listed is taken to cost: the dearest, so that a budget is never overrun unnoticed. */
const unlisted: Price = { from: '2026-01-01', input: 10, output: 50, cache_write: 12.5, cache_read: 1 };

/** The cost of these tokens in whole micro-dollars, rounded up, at the price of that day. */
export function costMicros(model: string, tokens: Tokens, at: Date = new Date()): number {
  const price = priceOf(model, at.toISOString().slice(0, 10));
  const cost =
    tokens.input_tokens * price.input +
    tokens.output_tokens * price.output +
    tokens.cache_write_tokens * price.cache_write +
    tokens.cache_read_tokens * price.cache_read;
  // Prices such as 0.3 aren't exact in binary: what is a millionth of a micro-dollar over a whole one is noise.
  return Math.ceil(Math.max(0, cost - 1e-6));
}

/** A dated model name (`claude-sonnet-4-5-20250929`) has the price of the model. */
function priceOf(model: string, day: string): Price {
  const listed = prices[model] ?? prices[model.replace(/-\d{8}$/, '')] ?? [];
  return listed.findLast((price) => price.from <= day) ?? listed[0] ?? unlisted;
}

/** Whether a model costs nothing: the embedded one, which is the only model it has. */
export const isFree = (model: string): boolean => prices[model]?.every((price) => price.input === 0 && price.output === 0) ?? false;
