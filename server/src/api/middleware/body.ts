import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../errors.js';
import type { Context } from '../context.js';

/** Room for a full event batch or a workspace's worth of files; bigger bodies are refused before they are read. */
export const mostBodyBytes = 2 * 1024 * 1024;

/** The JSON value of the request's body; undefined when there is none. 413, 415 or `malformed_json`. */
export async function readJson(ctx: Context): Promise<unknown> {
  return parseJson(ctx, await readBody(ctx));
}

/** The body's bytes as they came, for whoever checks a signature over them. 413. */
export async function readBody(ctx: Context): Promise<Buffer> {
  if (Number(ctx.get('Content-Length')) > mostBodyBytes) throw tooLarge();
  return readAll(ctx.req);
}

/** The JSON value of bytes that were read; undefined when there are none. 415 or `malformed_json`. */
export function parseJson(ctx: Context, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!ctx.is('json', '+json') || ctx.get('Content-Encoding')) throw new ApiError('unsupported_media_type');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new ApiError('malformed_json', undefined, {}, { cause });
  }
}

async function readAll(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () => new ApiError('too_large', `A body holds at most ${mostBodyBytes} bytes.`, { headers: { Connection: 'close' } });
