import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';

export const newNonce = (): string => randomBytes(16).toString('base64');

/** Name of our one Trusted Types policy, and of our copy of Lit's: `packages/ui/src/trusted-types.ts`. */
const trustedTypes = ['interviewlm', 'interviewlm-lit'];

/**
 * Headers of our own pages. Scripts run only by nonce, and what such a script imports (`strict-dynamic`). Styles may be inline because
 * Monaco writes them so; an invite code in the fragment never leaves the page, as there is no referrer and no foreign origin to talk to.
 */
export function pageHeaders(nonce: string, connect: readonly string[], ancestors: readonly string[] = ["'none'"]): Record<string, string> {
  return {
    'Content-Security-Policy': policy({
      'default-src': ["'none'"],
      'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'", 'data:'],
      'connect-src': ["'self'", ...connect],
      'worker-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ancestors,
      'require-trusted-types-for': ["'script'"],
      'trusted-types': trustedTypes,
    }),
    ...common,
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

/** What a page that embeds us has to allow, as the documentation gives it; here our own origin stands for ours. */
export const embeddingHeaders: Record<string, string> = {
  'Content-Security-Policy': policy({
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'font-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'worker-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
  }),
  'X-Content-Type-Options': 'nosniff',
};

export function applyHeaders(ctx: Context, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
}

const common = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

function policy(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
