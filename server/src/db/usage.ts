import type { Mode } from '@interviewlm/protocol';
import { conditionsOf, type Condition } from './conditions.js';
import type { TenantTx } from './tenant-tx.js';

/** `volume_byte_days`: one byte kept for one day is one. */
export type UsageKind = 'assistant_tokens' | 'sandbox_ms' | 'volume_byte_days' | 'archive_bytes' | 'archive_requests';

export interface UsageRecord {
  kind: UsageKind;
  quantity: number;
  cost_micros: number;
  /** The day it was used on, in UTC; today when it isn't said. */
  day?: string;
}

/** Sums over some interviews and days. */
export interface UsageSums {
  assistant_tokens: number;
  sandbox_ms: number;
  volume_byte_days: number;
  archive_bytes: number;
  archive_requests: number;
  assistant_micros: number;
  sandbox_micros: number;
  volume_micros: number;
  archive_micros: number;
}

export interface UsageFilter {
  interview?: string | undefined;
  assessment?: string | undefined;
  /** First and last day, both included. */
  from?: string | undefined;
  to?: string | undefined;
}

const today = `(clock_timestamp() at time zone 'utc')::date`;

/** Adds to what the interview has used of this kind on this day. Nothing is recorded of an interview that isn't there. */
export async function recordUsage(tx: TenantTx, interview: string, { kind, quantity, cost_micros, day }: UsageRecord): Promise<void> {
  if (quantity === 0 && cost_micros === 0) return;
  await tx.sql.raw(
    `insert into usage_days as u (tenant_id, interview_id, mode, day, kind, quantity, cost_micros)
     select tenant_id, id, mode, coalesce(?::date, ${today}), ?, ?, ? from interviews where id = ?
     on conflict (tenant_id, interview_id, day, kind) do update
       set quantity = u.quantity + excluded.quantity, cost_micros = u.cost_micros + excluded.cost_micros`,
    [day ?? null, kind, quantity, cost_micros, interview],
  );
}

const sums = `
  coalesce(sum(quantity) filter (where kind = 'assistant_tokens'), 0)::bigint as assistant_tokens,
  coalesce(sum(quantity) filter (where kind = 'sandbox_ms'), 0)::bigint as sandbox_ms,
  coalesce(sum(quantity) filter (where kind = 'volume_byte_days'), 0)::bigint as volume_byte_days,
  coalesce(sum(quantity) filter (where kind = 'archive_bytes'), 0)::bigint as archive_bytes,
  coalesce(sum(quantity) filter (where kind = 'archive_requests'), 0)::bigint as archive_requests,
  coalesce(sum(cost_micros) filter (where kind = 'assistant_tokens'), 0)::bigint as assistant_micros,
  coalesce(sum(cost_micros) filter (where kind = 'sandbox_ms'), 0)::bigint as sandbox_micros,
  coalesce(sum(cost_micros) filter (where kind = 'volume_byte_days'), 0)::bigint as volume_micros,
  coalesce(sum(cost_micros) filter (where kind in ('archive_bytes', 'archive_requests')), 0)::bigint as archive_micros`;

const keys = { interview: 'interview_id', day: 'day::text' } as const;

/** By interview or by day (`YYYY-MM-DD`), newest first, from just before the key `before`. */
export async function listUsage(
  tx: TenantTx,
  mode: Mode,
  query: UsageFilter & { by: keyof typeof keys; before?: string | undefined; limit: number },
): Promise<(UsageSums & { id: string })[]> {
  const key = keys[query.by];
  const { where, values } = conditions(mode, query, [[`${key} < ?`, query.before]]);
  const { rows } = await tx.sql.raw<{ rows: (UsageSums & { id: string })[] }>(
    `select ${key} as id, ${sums} from usage_days where ${where} group by 1 order by 1 desc limit ?`,
    [...values, query.limit],
  );
  return rows;
}

export async function sumUsage(tx: TenantTx, mode: Mode, filter: UsageFilter): Promise<UsageSums> {
  const { where, values } = conditions(mode, filter);
  const { rows } = await tx.sql.raw<{ rows: UsageSums[] }>(`select ${sums} from usage_days where ${where}`, values);
  const [row] = rows;
  if (!row) throw new Error('A sum returned no row');
  return row;
}

const conditions = (mode: Mode, filter: UsageFilter, more: readonly Condition[] = []) =>
  conditionsOf([
    ['mode = ?', mode],
    ['interview_id = ?', filter.interview],
    ['interview_id in (select id from interviews where assessment_id = ?)', filter.assessment],
    ['day >= ?::date', filter.from],
    ['day <= ?::date', filter.to],
    ...more,
  ]);
