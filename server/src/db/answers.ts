import type { SourceFile } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface Answer {
  question_id: string;
  index: number;
  files: SourceFile[];
}

/** Once a question: a repeated submission keeps the first answer. */
export async function insertAnswer(tx: TenantTx, interview: string, answer: Answer): Promise<void> {
  await tx
    .sql('answers')
    .insert({ ...answer, files: jsonb(answer.files), tenant_id: tx.tenant, interview_id: interview })
    .onConflict(['interview_id', 'question_id'])
    .ignore();
}

export async function listAnswers(tx: TenantTx, interview: string): Promise<Answer[]> {
  return tx.sql('answers').where({ interview_id: interview }).orderBy('index').select<Answer[]>('question_id', 'index', 'files');
}
