import { join } from 'node:path';
import type { Context } from 'koa';
import { framePage } from './hosted.js';
import { versionPattern } from './releases.js';
import { applyHeaders, newNonce, pageHeaders } from './security.js';
import { staticFolder } from './static.js';

export interface EmbedOptions {
  /** The folder of the browser bundle: `packages/sdk/dist/browser`. */
  readonly bundle: string;
  /** A folder with earlier bundles, each below its version. */
  readonly releases?: string;
  /** Origins besides our own that a replay may fetch its archived segments from, e.g. an S3 endpoint. */
  readonly archiveOrigins?: readonly string[];
  /** The exact origins of the tenant that a publishable key belongs to; null when there is no such key. */
  readonly originsOf?: (publishableKey: string) => Promise<readonly string[] | null>;
}

export const embedPath = new RegExp(`^/embed/(?:(${versionPattern})/)?(v1\\.js|manifest\\.json|frame|sdk/.+)$`);

/**
 * What pages of others load: `/embed/v1.js` and what it needs below `/embed/sdk/`, and the same below `/embed/<version>/`, where an
 * address always means the same bytes.
 */
export function embed(options: EmbedOptions): (ctx: Context, match: RegExpExecArray) => Promise<boolean> {
  const newest = staticFolder(options.bundle);
  const kept = new Map<string, ReturnType<typeof staticFolder>>();
  const folderOf = (version: string | undefined) => {
    if (version === undefined || !options.releases) return newest;
    const folder = kept.get(version) ?? staticFolder(join(options.releases, version));
    kept.set(version, folder);
    return folder;
  };
  return async (ctx, [, version, name = '']) => {
    if (name === 'frame') return frame(ctx, options);
    const path = name.startsWith('sdk/') ? name.slice('sdk/'.length) : `embed/${name}`;
    return folderOf(version)(ctx, path, version !== undefined);
  };
}

/**
 * Only the key's own tenant may frame a page that starts interviews with it. Without a key the frame can do nothing by itself: it waits
 * for a session token from the page around.
 */
async function frame(ctx: Context, { originsOf, archiveOrigins = [] }: EmbedOptions): Promise<true> {
  const key = typeof ctx.query['key'] === 'string' ? ctx.query['key'] : null;
  const origins = key === null ? ['*'] : ((await originsOf?.(key)) ?? []);
  const nonce = newNonce();
  applyHeaders(ctx, pageHeaders(nonce, archiveOrigins, origins.length > 0 ? ["'self'", ...origins] : ["'none'"]));
  ctx.type = 'text/html; charset=utf-8';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = framePage(nonce);
  return true;
}
