import type { Knex } from 'knex';
import { idOf, Mode } from '@interviewlm/protocol';
import { readTenant } from '../db/tenants.js';
import { withTenant } from '../db/tenant-tx.js';
import type { Scope } from '../services/scope.js';
import { UsageError } from './usage-error.js';

/** The tenant and mode that a command is for. A tenant that isn't there is a mistake of the caller's. */
export async function scopeOf(knex: Knex, options: { tenant: string; mode: string }): Promise<Scope> {
  const mode = Mode.safeParse(options.mode);
  if (!mode.success) throw new UsageError('--mode is test or live');
  const known = idOf('tenant').safeParse(options.tenant).success && (await withTenant(knex, options.tenant, readTenant));
  if (!known) throw new UsageError(`There is no tenant ${options.tenant}. Make one with: interviewlm tenants create <name>`);
  return { tenant: options.tenant, mode: mode.data };
}
