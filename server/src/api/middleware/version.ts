import { ApiVersion, apiVersion, versionHeader } from '@interviewlm/protocol';
import type { Actor } from '../../services/scope.js';
import { invalid } from '../../errors.js';
import type { Context } from '../context.js';

/** The version that a request asks for; null when it leaves that to its key. 400 for one that isn't spoken. */
export function askedVersion(ctx: Pick<Context, 'get'>): ApiVersion | null {
  const asked = ctx.get(versionHeader);
  if (!asked) return null;
  const version = ApiVersion.safeParse(asked);
  if (version.success) return version.data;
  const spoken = ApiVersion.options.join(', ');
  throw invalid(`headers.${versionHeader.toLowerCase()}`, 'unknown_version', `${versionHeader} is one of: ${spoken}.`);
}

/** Says which version the answer is of: what was asked for, else what the key pins, else the newest. */
export function tellVersion(ctx: Pick<Context, 'set'>, asked: ApiVersion | null, actor: Actor | null): void {
  ctx.set(versionHeader, asked ?? (actor && 'version' in actor ? actor.version : apiVersion));
}
