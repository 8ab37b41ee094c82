import type { Context, Middleware } from 'koa';
import { ArchiveError, type ArchivePort } from '../../services/archive/port.js';
import { checkKey } from '../archive-key.js';
import { createDiskArchive, type DiskArchiveOptions } from './archive.js';
import { objectPaths } from './layout.js';
import { readMeta } from './meta.js';
import { archivePrefix, isSigned } from './signature.js';

/** Koa middleware that serves what `presign` hands out, with byte ranges. Every other path goes on to the next one. */
export function archiveRoutes(options: DiskArchiveOptions): Middleware {
  const archive = createDiskArchive(options);
  return async (ctx, next) => {
    if (!ctx.path.startsWith(archivePrefix) || !['GET', 'HEAD', 'OPTIONS'].includes(ctx.method)) {
      await next();
      return;
    }
    answerAnyOrigin(ctx);
    if (ctx.method === 'OPTIONS') {
      ctx.status = 204;
      return;
    }
    await serve(ctx, options, archive);
  };
}

async function serve(ctx: Context, options: DiskArchiveOptions, archive: ArchivePort): Promise<void> {
  const key = grantedKey(ctx, options.secret);
  if (key === null) {
    refuse(ctx, 403, 'This link is not valid or no longer so.');
    return;
  }
  try {
    await answer(ctx, options, archive, key);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    refuse(ctx, error.code === 'not_found' ? 404 : 503, 'The object can not be read.');
  }
}

async function answer(ctx: Context, { dir }: DiskArchiveOptions, archive: ArchivePort, key: string): Promise<void> {
  const meta = await readMeta(objectPaths(dir, key).meta);
  if (!meta) throw new ArchiveError('not_found', `The archive has no ${key}`);
  const range = rangeOf(ctx.get('range'), meta.size);
  if (range === 'unsatisfiable') {
    ctx.set('content-range', `bytes */${meta.size}`);
    refuse(ctx, 416, 'There are no such bytes.');
    return;
  }
  const content = await archive.get(key, range ?? undefined);
  ctx.status = range ? 206 : 200;
  ctx.set('etag', `"${meta.sha256}"`);
  if (meta.content_encoding) ctx.set('content-encoding', meta.content_encoding);
  if (range) ctx.set('content-range', `bytes ${range[0]}-${range[1]}/${meta.size}`);
  ctx.body = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  // Koa's own setter would add a charset.
  ctx.set('content-type', meta.content_type);
}

/** The signature is the credential, so pages of any origin may read; what is stored came from candidates and must never run here. */
function answerAnyOrigin(ctx: Context): void {
  ctx.set({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': 'range',
    'access-control-expose-headers': 'content-range, content-length, etag',
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-transform, max-age=300',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
}

function grantedKey(ctx: Context, secret: string): string | null {
  const { expires, signature } = ctx.query;
  if (typeof expires !== 'string' || !/^\d{1,12}$/.test(expires) || typeof signature !== 'string') return null;
  try {
    const key = decodeURIComponent(ctx.path.slice(archivePrefix.length));
    checkKey(key);
    const granted = isSigned(secret, { key, expires: Number(expires) }, signature) && Number(expires) * 1000 > Date.now();
    return granted ? key : null;
  } catch {
    return null;
  }
}

/** One range of RFC 9110, clamped to the object; null to send it whole, as for anything that isn't understood. */
function rangeOf(header: string, size: number): [number, number] | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return null;
  return first >= size || last < first ? 'unsatisfiable' : [first, last];
}

function refuse(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'text/plain';
  ctx.body = text;
}
