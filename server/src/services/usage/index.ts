import type { Knex } from 'knex';
import type { AnswerOf, QueryOf, Usage } from '@interviewlm/protocol';
import { listUsage, sumUsage, type UsageSums } from '../../db/usage.js';
import { withTenant } from '../../db/tenant-tx.js';
import { invalid } from '../../errors.js';
import { decodeCursor, page } from '../paging.js';
import type { Scope } from '../scope.js';

/** What a tenant's interviews used and what that costs. */
export interface UsageReports {
  list(scope: Scope, query: QueryOf<'getUsage'>): Promise<AnswerOf<'getUsage'>>;
}

export const createUsageReports = (knex: Knex): UsageReports => ({
  async list({ tenant, mode }, { by, cursor, limit, ...filter }) {
    const before = by === 'interview' ? decodeCursor('interview', cursor) : decodeDay(cursor);
    const [rows, totals] = await withTenant(knex, tenant, async (tx) => [
      await listUsage(tx, mode, { ...filter, by, before, limit: limit + 1 }),
      await sumUsage(tx, mode, filter),
    ]);
    const named = ({ id, ...sums }: UsageSums & { id: string }) => ({
      interview: by === 'interview' ? id : null,
      day: by === 'day' ? id : null,
      ...present(sums),
    });
    return { ...page(rows, limit, named), totals: present(totals) };
  },
});

function present({ assistant_micros, sandbox_micros, volume_micros, archive_micros, ...quantities }: UsageSums): Usage {
  return {
    ...quantities,
    costs_micros: { assistant: assistant_micros, sandbox: sandbox_micros, volume: volume_micros, archive: archive_micros },
    cost_micros: assistant_micros + sandbox_micros + volume_micros + archive_micros,
  };
}

function decodeDay(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const day = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw invalid('query.cursor', 'invalid_cursor', 'This is no cursor of this list.');
  return day;
}
