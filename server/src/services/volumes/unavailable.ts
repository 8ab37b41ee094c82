import type { Knex } from 'knex';
import { tenantReads } from '../../db/tenant-reads.js';
import { ApiError } from '../../errors.js';
import { readLog, requireRunning, type At } from '../recording/log.js';

/**
 * What is said of work in a running interview's sandbox that failed. Where the interview ended or was erased meanwhile, its volume went
 * with it: then that is the reason, not that the sandbox is away.
 */
export async function sandboxUnavailable(knex: Knex, at: At, cause: unknown): Promise<ApiError> {
  try {
    requireRunning(await readLog(tenantReads(knex, at.tenant), at));
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  return cause instanceof ApiError ? cause : new ApiError('sandbox_unavailable', undefined, {}, { cause });
}
