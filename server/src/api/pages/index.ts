import type { Context, Middleware } from 'koa';
import { modulesAhead } from './ahead.js';
import { careersPage, type CareersPage } from './careers-page.js';
import { embed, embedPath, type EmbedOptions } from './embed.js';
import { favicon } from './favicon.js';
import { consolePage, hostedPage } from './hosted.js';
import { landing, type LandingLink } from './landing.js';
import { applyHeaders, newNonce, pageHeaders } from './security.js';
import { staticFolder } from './static.js';

export interface PagesOptions extends EmbedOptions {
  /** What the start page lists below the documentation. */
  readonly links?: readonly LandingLink[];
  /** The example of a careers page, with a real key in it: only for a demo. */
  readonly careersPage?: CareersPage;
}

/**
 * Everything that is for eyes and not for programs: the hosted pages `/i/:id` and `/r/:id`, the console, the bundle under `/sdk` and `/embed`,
 * the start page and its icon. It passes on what it doesn't know.
 */
export function pages(options: PagesOptions): Middleware {
  const bundle = staticFolder(options.bundle);
  const ahead = modulesAhead(options.bundle);
  const routes: readonly (readonly [RegExp, (ctx: Context, match: RegExpExecArray) => Promise<boolean> | boolean])[] = [
    [
      /^\/i\/(itv_[0-9a-z]{26})$/,
      async (ctx, [, id]) => html(ctx, hostedPage('interview', id ?? '', nonceFor(ctx, options), await ahead())),
    ],
    [/^\/r\/(itv_[0-9a-z]{26})$/, (ctx, [, id]) => html(ctx, hostedPage('replay', id ?? '', nonceFor(ctx, options)))],
    // Which section it is, only its script knows; `/console/session` and `/console/sign-in` are no pages.
    [/^\/console(?!\/session$)(\/[\w/]*)?$/, (ctx) => html(ctx, consolePage(nonceFor(ctx, options)))],
    [/^\/sdk\/(.+)$/, (ctx, [, path]) => bundle(ctx, path ?? '')],
    [embedPath, embed(options)],
    [/^\/$/, (ctx) => html(ctx, landing(options.links ?? [], nonceFor(ctx, options)))],
    [/^\/favicon\.(svg|ico)$/, favicon],
    [/^\/examples\/careers-page\/?$/, (ctx) => (options.careersPage ? careersPage(ctx, options.careersPage) : false)],
  ];
  return async (ctx, next) => {
    if (ctx.method === 'GET' || ctx.method === 'HEAD') {
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(ctx.path);
        if (match && (await answer(ctx, match))) return;
      }
    }
    await next();
  };
}

function nonceFor(ctx: Context, { archiveOrigins = [] }: PagesOptions): string {
  const nonce = newNonce();
  applyHeaders(ctx, pageHeaders(nonce, archiveOrigins));
  return nonce;
}

function html(ctx: Context, page: string): true {
  ctx.type = 'text/html; charset=utf-8';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = page;
  return true;
}
