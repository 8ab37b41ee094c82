import type { EndpointName } from '@interviewlm/protocol';
import type { Audit } from '../../services/audit/index.js';
import type { Actor } from '../../services/scope.js';
import type { Context } from '../context.js';
import type { Route } from '../routes.js';

/** Reads that are noted: what takes a copy away, and who looked at a judgement. */
const notedReads = new Set<EndpointName>(['exportInterview', 'getReport', 'getReportHtml', 'getReportPdf', 'getAdverseImpact']);
/** The work on an interview itself is in its own log, far more of it than anyone wants to read here. */
const inTheLog = new Set(['Workspace', 'Assistant']);

/** Whether an operation belongs in the audit log: it follows from the table, so a new one can't be forgotten. */
const isAudited = ({ name, endpoint: { method, tag } }: Pick<Route, 'name' | 'endpoint'>) =>
  notedReads.has(name) || (method !== 'GET' && !inTheLog.has(tag) && name !== 'appendEvents');

/** Does `work` and notes who did it, before the answer goes out. What was refused, or only repeated, is not noted. */
export async function audited<T>(
  ctx: Context,
  audit: Pick<Audit, 'note'>,
  actor: Actor,
  route: Pick<Route, 'name' | 'endpoint'>,
  params: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const result = await work();
  if (isAudited(route)) {
    const { requestId: request_id } = ctx.state;
    await audit.note(actor, { action: route.name, target: targetOf(params, result), address: ctx.ip, request_id });
  }
  return result;
}

/** The first thing that the path names, or else what was made. */
function targetOf(params: unknown, result: unknown): string | null {
  const [named] = Object.values((params ?? {}) as Record<string, unknown>);
  if (typeof named === 'string') return named;
  const { id } = (result ?? {}) as { id?: unknown };
  return typeof id === 'string' ? id : null;
}
