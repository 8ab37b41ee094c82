import { consoleHeader } from '@interviewlm/protocol';
import { ApiError } from '../../errors.js';
import type { Context } from '../context.js';

/**
 * A cookie goes along with whatever a browser sends us, so what comes with one is heard only from our own page: its exact origin, which
 * every browser names where something may change, and there also a header that no form can send and that no preflight allows. 403.
 */
export function requireOwnPage(ctx: Pick<Context, 'get' | 'host' | 'method'>, publicUrl: string): void {
  const { protocol, origin: own } = new URL(publicUrl);
  const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
  const [origin, site] = [ctx.get('Origin'), ctx.get('Sec-Fetch-Site')];
  const foreign = origin ? origin !== own && origin !== `${protocol}//${ctx.host}` : !reads;
  // `none`: somebody typed the address, or opened a bookmark.
  if (foreign || (site !== '' && site !== 'same-origin' && !(reads && site === 'none')))
    throw new ApiError('origin_not_allowed', 'A console session is for the console’s own page.');
  if (!reads && ctx.get(consoleHeader) !== '1') throw new ApiError('forbidden', `Changes by a console session come with ${consoleHeader}.`);
}
