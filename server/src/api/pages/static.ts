import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Context } from 'koa';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};
/** Names that hold a hash of their content, or lie in a folder that does: the same address always means the same bytes. */
const immutable = /-[0-9a-f]{8,}(\/|\.js$)/;
/** What npm's SDK asks for, which can't know the hash. */
const unhashedMonaco = /^monaco\//;
const safePath = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;

/**
 * Serves one folder of built files to any origin. A file's `.gz` beside it goes to whoever accepts gzip. Answers false, and leaves the
 * request alone, where there is no such file. `isPinned` says that the address asked for names a version, and so never changes.
 */
export function staticFolder(folder: string): (ctx: Context, path: string, isPinned?: boolean) => Promise<boolean> {
  const tags = new Map<string, string>();

  /** By content, so that every server of a cluster gives the same; read once for each state of a file. */
  async function entityTag(file: string, size: number, mtimeMs: number): Promise<string> {
    const state = `${file}:${size}:${mtimeMs}`;
    let tag = tags.get(state);
    if (!tag) {
      tag = createHash('sha256')
        .update(await readFile(file))
        .digest('base64url')
        .slice(0, 22);
      tags.set(state, tag);
    }
    return tag;
  }

  return async (ctx, path, isPinned = false) => {
    const type = types[extname(path)];
    if (!type || !safePath.test(path)) return false;
    const plain = await fileAt(join(folder, unhashedMonaco.test(path) ? path.replace('monaco', await monacoFolder(folder)) : path));
    if (!plain) return false;
    const packed = ctx.acceptsEncodings('gzip', 'identity') === 'gzip' ? await fileAt(`${plain.file}.gz`) : null;
    const { file, size, mtimeMs } = packed ?? plain;

    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Cache-Control', isPinned || immutable.test(path) ? 'public, max-age=31536000, immutable' : 'public, no-cache');
    ctx.vary('Accept-Encoding');
    ctx.set('ETag', `"${await entityTag(file, size, mtimeMs)}"`);
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return true;
    }
    ctx.set('Content-Type', type);
    if (packed) ctx.set('Content-Encoding', 'gzip');
    ctx.length = size;
    if (ctx.method === 'GET') ctx.body = createReadStream(file);
    ctx.length = size;
    return true;
  };
}

async function monacoFolder(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  return names.find((name) => /^monaco-[0-9a-f]+$/.test(name)) ?? 'monaco';
}

async function fileAt(file: string): Promise<{ file: string; size: number; mtimeMs: number } | null> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? { file, size: found.size, mtimeMs: found.mtimeMs } : null;
}
