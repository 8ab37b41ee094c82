import type { NewNotice, Notice } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

export type NoticeRow = Omit<Notice, 'shown_at' | 'accepted_at'> & { shown_at: Date; accepted_at: Date };

const columns = ['version', 'locale', 'shown_at', 'accepted_at', 'by'];

/** Keeps it, by the database's clock. Null when this version was accepted already: the first time counts. */
export async function insertNotice(
  tx: TenantTx,
  interview: string,
  { version, locale, shown_for_ms }: NewNotice,
  by: Notice['by'],
): Promise<NoticeRow | null> {
  const [row] = await tx
    .sql('notices')
    .insert({
      version,
      locale,
      by,
      interview_id: interview,
      tenant_id: tx.tenant,
      accepted_at: tx.sql.raw(`date_trunc('milliseconds', now())`),
      shown_at: tx.sql.raw(`date_trunc('milliseconds', now()) - ? * interval '1 millisecond'`, [shown_for_ms]),
    })
    .onConflict(['interview_id', 'version'])
    .ignore()
    .returning<NoticeRow[]>(columns);
  return row ?? null;
}

/** In the order in which they were accepted. */
export const listNotices = (tx: TenantTx, interview: string): Promise<NoticeRow[]> =>
  tx.sql('notices').where({ interview_id: interview }).orderBy(['accepted_at', 'version']).select<NoticeRow[]>(columns);
