import type { Context, Middleware } from 'koa';
import type { MailLocale } from '@interviewlm/protocol';
import { escapeHtml } from '../../services/html.js';
import type { Mailing } from '../../services/mail/index.js';
import { directionOf, wordsIn } from '../../services/mail/words/index.js';
import { plainPage } from './plain.js';

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

function show(ctx: Context, locale: MailLocale, text: string, status: number, button?: string): void {
  const action = button === undefined ? '' : `<form method="post"><button>${escapeHtml(button)}</button></form>`;
  plainPage(ctx, { status, title: wordsIn(locale).page.title, text, action, locale, direction: directionOf(locale) });
}
