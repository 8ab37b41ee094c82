import type { Context } from 'koa';
import { escapeHtml } from '../../services/html.js';
import { applyHeaders, newNonce, pageHeaders } from './security.js';

export interface PlainPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** A link or a form, as HTML. */
  readonly action?: string;
  readonly locale?: string;
  readonly direction?: 'ltr' | 'rtl';
}

const css = `body { margin: 0; padding: 2rem; background: light-dark(#f3f4f6, #0e1116); color: light-dark(#141a24, #e6eaf0); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; }
main { max-width: 36rem; margin: 0 auto; } button { font: inherit; padding: 0.75rem 1.25rem; border: 0; border-radius: 0.5rem; background: #1d4ed8; color: #fff; cursor: pointer; }
a { color: light-dark(#1d4ed8, #93b4ff); } :is(a, button):focus-visible { outline: 3px solid light-dark(#0f172a, #e6eaf0); outline-offset: 2px; }
p { overflow-wrap: anywhere; }`;

/** A page of one sentence, without a script, for somebody who comes from elsewhere: a link in an e-mail, a provider. */
export function plainPage(ctx: Context, { status, title, text, action = '', locale = 'en', direction = 'ltr' }: PlainPage): void {
  applyHeaders(ctx, pageHeaders(newNonce(), []));
  ctx.set('Cache-Control', 'no-store');
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!doctype html>
<html lang="${locale}" dir="${direction}">
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
${action}
</main>
</body>
</html>
`;
}
