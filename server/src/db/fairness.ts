import type { AdverseImpactQuery, Ethnicity, Mode, NewOutcome, SelfIdentification, Sex } from '@interviewlm/protocol';
import { conditionsOf } from './conditions.js';
import { closed, opened } from './personal/columns.js';
import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

/** One submitted interview, without a word of who it was. */
export interface CountedInterview {
  assessment_id: string;
  title: string;
  /** As computed: what people put in its place is not the tool's doing. */
  score: number | null;
  sex: Sex | null;
  ethnicity: Ethnicity | null;
  /** Null while nobody has decided. */
  selected: boolean | null;
}

export async function putSelfIdentification(tx: TenantTx, interview: string, { sex, ethnicity }: SelfIdentification): Promise<void> {
  const own = tx.sql('self_identifications');
  if (!sex && !ethnicity) await own.where({ interview_id: interview }).delete();
  else {
    const close = (column: 'sex' | 'ethnicity', said?: string) =>
      said === undefined ? null : closed(tx, `self_identifications.${column}`, interview, said);
    const row = { sex: close('sex', sex), ethnicity: close('ethnicity', ethnicity) };
    await own
      .insert({ interview_id: interview, tenant_id: tx.tenant, ...row })
      .onConflict('interview_id')
      .merge(['sex', 'ethnicity']);
  }
}

export async function putOutcome(tx: TenantTx, interview: string, { selected, decided_by }: NewOutcome): Promise<Date> {
  const row = {
    interview_id: interview,
    tenant_id: tx.tenant,
    selected,
    decided_by: storableText(decided_by),
    decided_at: tx.sql.fn.now(),
  };
  const [kept] = await tx
    .sql('outcomes')
    .insert(row)
    .onConflict('interview_id')
    .merge(['selected', 'decided_by', 'decided_at'])
    .returning<{ decided_at: Date }[]>('decided_at');
  if (!kept) throw new Error('An insert returned no row');
  return kept.decided_at;
}

/** By assessment, otherwise in no order that tells anything. */
export async function listCounted(tx: TenantTx, mode: Mode, query: AdverseImpactQuery): Promise<CountedInterview[]> {
  const { where, values } = conditionsOf([
    ['i.mode = ?', mode],
    ['i.assessment_id = ?', query.assessment],
    ['i.submitted_at >= ?', query.submitted_from],
    ['i.submitted_at < ?', query.submitted_to],
  ]);
  const { rows } = await tx.sql.raw<{ rows: (CountedInterview & { id: string })[] }>(
    `select i.id, i.assessment_id, a.title, (r.report ->> 'score')::float8 as score, s.sex, s.ethnicity, o.selected
     from interviews i join assessments a on a.id = i.assessment_id left join reports r on r.interview_id = i.id
       left join self_identifications s on s.interview_id = i.id left join outcomes o on o.interview_id = i.id
     where i.submitted_at is not null and i.status <> 'erased' and ${where} order by i.assessment_id`,
    values,
  );
  const open = <T extends string>(column: 'sex' | 'ethnicity', id: string, stored: T | null) =>
    stored === null ? null : (opened(tx, `self_identifications.${column}`, id, stored) as T);
  return rows.map(({ id, sex, ethnicity, ...row }) => ({ ...row, sex: open('sex', id, sex), ethnicity: open('ethnicity', id, ethnicity) }));
}
