import type { Context } from 'koa';

/** A prompt and a cursor in a bubble: the mark of the product. */
export const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2456d6" d="M7 2h18a5 5 0 0 1 5 5v13a5 5 0 0 1-5 5h-9l-7 5.4V25H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5Z"/><path fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" d="m9 9.5 4.5 4L9 17.5M17 18h6"/></svg>`;

export function favicon(ctx: Context): true {
  ctx.type = 'image/svg+xml';
  ctx.set('Cache-Control', 'public, max-age=86400');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.body = mark;
  return true;
}
