import type { Context, Middleware } from 'koa';
import type { MailLocale } from '@interviewlm/protocol';
import { escapeHtml } from '../../services/html.js';
import type { Mailing } from '../../services/mail/index.js';
import { directionOf, wordsIn } from '../../services/mail/words/index.js';
import { applyHeaders, newNonce, pageHeaders } from './security.js';

const path = /^\/unsubscribe\/([\w-]{1,600})$/;

/**
 * The page behind `List-Unsubscribe`. A mail program POSTs to it (RFC 8058); a person sees a button that does the same. Opening it changes
 * nothing: programs that look for viruses open every link. Whoever holds the link needs no other credential.
 */
export function unsubscribePage(mailing: Pick<Mailing, 'readsUnsubscribe' | 'unsubscribe'>): Middleware {
  return async (ctx, next) => {
    const token = path.exec(ctx.path)?.[1];
    if (token === undefined || !['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    const locale = mailing.readsUnsubscribe(token);
    const { page, unsubscribe } = wordsIn(locale ?? 'en');
    const isPost = ctx.method === 'POST';
    if (isPost) await mailing.unsubscribe(token);
    if (locale === null) show(ctx, 'en', page.unknown, 404);
    else if (isPost) show(ctx, locale, page.done, 200);
    else show(ctx, locale, page.question, 200, unsubscribe);
  };
}

const css = `body { margin: 0; padding: 2rem; background: light-dark(#f3f4f6, #0e1116); color: light-dark(#141a24, #e6eaf0); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; }
main { max-width: 36rem; margin: 0 auto; } button { font: inherit; padding: 0.75rem 1.25rem; border: 0; border-radius: 0.5rem; background: #1d4ed8; color: #fff; cursor: pointer; }
button:focus-visible { outline: 3px solid light-dark(#0f172a, #e6eaf0); outline-offset: 2px; }`;

function show(ctx: Context, locale: MailLocale, text: string, status: number, button?: string): void {
  const { title } = wordsIn(locale).page;
  applyHeaders(ctx, pageHeaders(newNonce(), []));
  ctx.set('Cache-Control', 'no-store');
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p role="status">${escapeHtml(text)}</p>
${button === undefined ? '' : `<form method="post"><button>${escapeHtml(button)}</button></form>`}
</main>
</body>
</html>
`;
}
