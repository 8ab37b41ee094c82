import type { ErasableClass } from '@interviewlm/protocol';
import { writeDesk } from './desks.js';
import type { TenantReads } from './tenant-reads.js';
import type { TenantTx } from './tenant-tx.js';

/** When which class of an interview's data was erased, as JSON has it. */
export type Erased = Partial<Record<ErasableClass, string>>;

export async function readErased(tx: TenantReads, interview: string): Promise<Erased> {
  return (await tx.sql('interviews').where({ id: interview }).first<{ erased: Erased } | undefined>('erased'))?.erased ?? {};
}

/** The first time counts. */
export async function markErased(tx: TenantTx, interview: string, name: ErasableClass): Promise<void> {
  await tx.sql.raw(
    `update interviews set erased = jsonb_build_object(cast(:name as text), cast(:at as text)) || erased where id = :interview`,
    {
      name,
      at: new Date().toISOString(),
      interview,
    },
  );
}

/** From now on nobody archives it or gives it back. */
export async function beginErasingArchive(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('archives').where({ interview_id: interview }).update({ erasing: true, next_at: null, claimed_until: null });
}

/** Everything that the candidate did, as far as the database has it. The head of the log's chain stays: it proves what a copy is. */
export async function deleteRecording(tx: TenantTx, interview: string): Promise<void> {
  const own = { interview_id: interview };
  for (const table of ['event_segments', 'event_writers', 'markers', 'snapshots', 'files', 'answers', 'test_runs'])
    await tx.sql(table).where(own).delete();
  await writeDesk(tx, interview, null);
  const gone = { state: 'cold', erasing: false, workspace: null, recording: null, error: null, attempts: 0 };
  await tx
    .sql('archives')
    .where(own)
    .update({ ...gone, volume_deleted_at: tx.sql.raw('coalesce(volume_deleted_at, now())') });
}

export async function deleteConversation(tx: TenantTx, interview: string): Promise<void> {
  await tx.sql('chat_messages').where({ interview_id: interview }).delete();
}

/** All that people and automated judgements said of the candidate. Whether there was a report. */
export async function deleteReport(tx: TenantTx, interview: string): Promise<boolean> {
  await tx.sql.raw('select erase_judgements(?)', [interview]);
  for (const table of ['comments', 'outcomes']) await tx.sql(table).where({ interview_id: interview }).delete();
  await tx.sql('interviews').where({ id: interview }).update({ score: null });
  return (await tx.sql('reports').where({ interview_id: interview }).delete()) > 0;
}

/** Locks the candidate of an interview, and all interviews of theirs: until the transaction ends none is made for them, and none held. */
export async function lockCandidate(tx: TenantTx, interview: string): Promise<string | null> {
  const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(
    `select c.id from candidates c join interviews i on i.candidate_id = c.id where i.id = ? for update of c`,
    [interview],
  );
  const [candidate] = rows;
  if (!candidate) return null;
  await tx.sql('interviews').where({ candidate_id: candidate.id }).orderBy('id').forUpdate().select('id');
  return candidate.id;
}

const nothing = { email: null, external_id: null, email_index: null, external_index: null, words_index: null };

/** Takes away who the candidate is, and what leads to them from this interview; `name` stands in the place of theirs. */
export async function deleteIdentity(tx: TenantTx, interview: string, candidate: string, name: string): Promise<void> {
  const own = { interview_id: interview };
  for (const table of ['self_identifications', 'mails', 'ats_orders', 'interview_links']) await tx.sql(table).where(own).delete();
  await tx.sql('interviews').where({ id: interview }).update({ metadata: '{}', redirect_url: null });
  await tx
    .sql('candidates')
    .where({ id: candidate })
    .update({ ...nothing, name });
}
