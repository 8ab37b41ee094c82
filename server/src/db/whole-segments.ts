import type { TenantTx } from './tenant-tx.js';

/**
 * Segments with every column that they have, for whoever moves them elsewhere and back. Columns are taken as they are, so that one that
 * is added later moves along.
 */
export interface WholeSegment {
  first_seq: number;
  /** Every other column but the payload, its tenant and its interview; bytes as `\x…`. */
  columns: Record<string, unknown>;
  payload: Buffer;
  /** Hex. */
  sha256: string;
}

const columns = `to_jsonb(s) - '{payload,tenant_id,interview_id}'::text[]`;

/** The next segments after `first_seq`, in order. */
export async function readWholeSegments(tx: TenantTx, interview: string, first_seq: number, limit: number): Promise<WholeSegment[]> {
  const { rows } = await tx.sql.raw<{ rows: WholeSegment[] }>(
    `select first_seq, ${columns} as columns, payload, encode(sha256, 'hex') as sha256 from event_segments s
     where interview_id = ? and first_seq > ? order by first_seq limit ?`,
    [interview, first_seq, limit],
  );
  return rows;
}

/** Tells one set of segments from any other: a SHA-256 (hex) over all their columns. */
export async function digestOfSegments(tx: TenantTx, interview: string): Promise<string> {
  const { rows } = await tx.sql.raw<{ rows: { digest: string }[] }>(
    `select encode(sha256(convert_to(coalesce(string_agg((${columns})::text, ',' order by first_seq), ''), 'UTF8')), 'hex') as digest
     from event_segments s where interview_id = ?`,
    [interview],
  );
  return rows[0]?.digest ?? '';
}

export async function insertWholeSegments(
  tx: TenantTx,
  interview: string,
  segments: readonly Omit<WholeSegment, 'sha256'>[],
): Promise<void> {
  const rows = segments.map(({ columns: own, payload }) => ({
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, isObject(value) ? JSON.stringify(value) : value])),
    payload,
    tenant_id: tx.tenant,
    interview_id: interview,
  }));
  if (rows.length > 0) await tx.sql('event_segments').insert(rows);
}

export async function deleteSegments(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('event_segments').where({ interview_id: interview }).delete();
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;
