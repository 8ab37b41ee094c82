import type { TokenUsage } from '@interviewlm/protocol';

/** `1.2k tokens · $0.02`; null before anything was used. */
export function usageWords(usage: TokenUsage): string | null {
  const tokens = usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
  if (tokens === 0) return null;
  const amount = tokens < 1000 ? String(tokens) : `${(tokens / 1000).toFixed(tokens < 10_000 ? 1 : 0)}k`;
  const dollars = usage.cost_micros / 1_000_000;
  const cost = usage.cost_micros === 0 ? '' : ` · $${dollars < 0.01 ? dollars.toFixed(4) : dollars.toFixed(2)}`;
  return `${amount} tokens${cost}`;
}
