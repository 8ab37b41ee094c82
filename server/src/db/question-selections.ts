import type { Mode, SelectionRecord } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

/** A question of the bank as it stood when a choice was made. */
export interface BankItem {
  readonly id: string;
  readonly difficulty: number;
  readonly discrimination: number;
  readonly family: string;
}

export interface SelectionRow {
  readonly interview_id: string;
  readonly mode: Mode;
  readonly record: SelectionRecord;
  readonly bank: readonly BankItem[];
}

export async function insertSelection(tx: TenantTx, { record, bank, ...row }: SelectionRow): Promise<void> {
  await tx
    .sql('question_selections')
    .insert({ ...row, index: record.index, question_id: record.question, record: jsonb(record), bank: jsonb(bank), tenant_id: tx.tenant });
}

/** In the order in which they were made. */
export async function listSelections(tx: TenantTx, interview: string): Promise<Pick<SelectionRow, 'record' | 'bank'>[]> {
  return tx
    .sql('question_selections')
    .where({ interview_id: interview })
    .orderBy('index')
    .select<Pick<SelectionRow, 'record' | 'bank'>[]>('record', 'bank');
}

/** How often each question was chosen in the latest adaptive interviews of the mode, and in how many that is. */
export async function readExposure(tx: TenantTx, mode: Mode, latest: number): Promise<{ interviews: number; shown: Map<string, number> }> {
  const { rows } = await tx.sql.raw<{ rows: { question_id: string | null; count: number }[] }>(
    `with recent as (
       select interview_id from question_selections where mode = ? and index = 0 order by interview_id desc limit ?)
     select null as question_id, count(*)::int as count from recent
     union all
     select s.question_id, count(*)::int from question_selections s join recent using (interview_id)
     where s.question_id is not null group by s.question_id`,
    [mode, latest],
  );
  const shown = new Map(rows.flatMap(({ question_id, count }) => (question_id === null ? [] : [[question_id, count] as const])));
  return { interviews: rows.find(({ question_id }) => question_id === null)?.count ?? 0, shown };
}
