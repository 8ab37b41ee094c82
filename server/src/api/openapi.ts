import type { Middleware } from './context.js';
import { docsPage } from './openapi/docs/index.js';
import { openApiDocument } from './openapi/document.js';

const docsPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** `GET /openapi.json` and `GET /docs`, both made on first demand: they only depend on the contract. */
export function documentation(publicUrl: string): Middleware {
  let json: string | undefined;
  let page: string | undefined;
  return async (ctx, next) => {
    const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (reads && ctx.path === '/openapi.json') {
      ctx.state.route = ctx.path;
      ctx.body = json ??= JSON.stringify(openApiDocument(publicUrl));
      ctx.type = 'application/json';
    } else if (reads && (ctx.path === '/docs' || ctx.path === '/docs/errors')) {
      ctx.state.route = '/docs';
      ctx.set('Content-Security-Policy', docsPolicy);
      ctx.body = page ??= docsPage(openApiDocument(publicUrl));
      ctx.type = 'text/html; charset=utf-8';
    } else await next();
  };
}
