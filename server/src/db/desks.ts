import type { Desk } from '@interviewlm/protocol';
import type { Segment } from './segments.js';
import type { TenantTx } from './tenant-tx.js';

export interface NotedDesk {
  /** As it was where the log is folded up to; null where no page had recorded anything. */
  desk: Desk | null;
  /** What came after. */
  loose: Pick<Segment, 'first_seq' | 'payload'>[];
}

/** As it was noted when the log was folded last. */
export async function readNotedDesk(tx: TenantTx, interview: string): Promise<Desk | null> {
  const row = await tx.sql('interviews').where({ id: interview }).first<{ desk: Desk | null } | undefined>('desk');
  return row?.desk ?? null;
}

/** Both in one statement, so that nothing is folded in between. */
export async function readDesk(tx: TenantTx, interview: string): Promise<NotedDesk> {
  const { rows } = await tx.sql.raw<{ rows: { desk: Desk | null; first_seq: number | null; payload: Buffer | null }[] }>(
    `select i.desk, s.first_seq, s.payload from interviews i left join event_segments s on s.interview_id = i.id and not s.folded
     where i.id = ? order by s.first_seq`,
    [interview],
  );
  const loose = rows.flatMap(({ first_seq, payload }) => (first_seq !== null && payload ? [{ first_seq, payload }] : []));
  return { desk: rows[0]?.desk ?? null, loose };
}

export async function writeDesk(tx: TenantTx, interview: string, desk: Desk | null): Promise<void> {
  await tx
    .sql('interviews')
    .where({ id: interview })
    .update({ desk: desk && JSON.stringify(desk) });
}
