import { readFile } from 'node:fs/promises';
import type { Context } from 'koa';
import { applyHeaders, embeddingHeaders } from './security.js';

export interface CareersPage {
  /** `examples/careers-page/index.html`. */
  readonly file: string;
  readonly publishableKey: string;
  readonly assessment: string;
}

/** The example as its reader would copy it, with this server's address and a demo's key where the reader puts their own. */
export async function careersPage(ctx: Context, { file, publishableKey, assessment }: CareersPage): Promise<true> {
  const page = await readFile(file, 'utf8');
  applyHeaders(ctx, embeddingHeaders);
  ctx.type = 'text/html; charset=utf-8';
  ctx.set('Cache-Control', 'no-store');
  ctx.body = page
    .replaceAll('https://interviews.example.com', '')
    .replaceAll('YOUR_PUBLISHABLE_KEY', publishableKey)
    .replaceAll('YOUR_ASSESSMENT', assessment);
  return true;
}
