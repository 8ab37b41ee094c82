import type { Endpoint } from '@interviewlm/protocol';
import type { Context } from './context.js';
import { Download, EventStream } from './handler.js';
import { answerStream } from './streams/sse.js';

/** Writes what a handler returned, in the form that the endpoint promises. */
export function answer(ctx: Context, endpoint: Endpoint, result: unknown, check: boolean): void {
  ctx.set('Cache-Control', 'no-store');
  if (result instanceof EventStream) return answerStream(ctx, result);
  ctx.status = endpoint.status;
  if (result instanceof Download) return download(ctx, endpoint, result);
  if (!endpoint.answer) {
    ctx.body = null;
    return;
  }
  if (check) endpoint.answer.parse(result);
  ctx.body = JSON.stringify(result);
  ctx.type = 'application/json';
}

function download(ctx: Context, { media }: Endpoint, { content, name }: Download): void {
  ctx.attachment(name);
  ctx.body = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  ctx.type = media ?? 'application/octet-stream';
}
