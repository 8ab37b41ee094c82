import { APIError } from '@anthropic-ai/sdk';

const longestWait = 20_000;

/**
 * Milliseconds to wait before try `attempt + 1`: what the vendor asked for, else half a second doubling, with jitter
 * so that many candidates don't come back at once. Null when the vendor asks for longer than anybody would wait.
 */
export function retryDelay(attempt: number, error: unknown): number | null {
  const asked = error instanceof APIError ? askedDelay(error.headers as Headers | undefined) : null;
  if (asked !== null) return asked <= longestWait ? asked : null;
  return 500 * 2 ** attempt * (0.75 + Math.random() / 2);
}

function askedDelay(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? NaN);
  const seconds = Number(headers?.get('retry-after') ?? NaN);
  const delay = Number.isNaN(milliseconds) ? seconds * 1000 : milliseconds;
  return delay >= 0 ? delay : null;
}
