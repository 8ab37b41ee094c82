import { dollarsText, plural, shortNumberText, str } from '@interviewlm/ui';
import type { TokenUsage } from '@interviewlm/protocol';

/** `1.2K tokens · $0.02`; null before anything was used. */
export function usageWords(usage: TokenUsage): string | null {
  const tokens = usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
  if (tokens === 0) return null;
  const amount = shortNumberText(tokens);
  const said = plural(tokens, str`${amount} token`, str`${amount} tokens`);
  return usage.cost_micros === 0 ? said : `${said} · ${dollarsText(usage.cost_micros / 1_000_000)}`;
}
