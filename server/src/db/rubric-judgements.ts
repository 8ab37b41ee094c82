import type { RubricPart, TokenUsage } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

/** The criteria that a model has a part in, by its rubric. */
export type RubricCriterion = 'code_quality' | 'ai_collaboration';

export interface RubricRow {
  readonly criterion: RubricCriterion;
  readonly state: RubricPart['status'];
  readonly model: string;
  readonly prompt_version: string;
  /** Of the material that was judged; null while it wasn't. */
  readonly input_sha256: string | null;
  /** As the shapes of `services/scoring/rubric` have them; null unless the state is `ready`. */
  readonly ratings: unknown;
  /** Why there are none, for people. */
  readonly reason: string | null;
  readonly usage: TokenUsage | null;
}

const columns = ['criterion', 'state', 'model', 'prompt_version', 'input_sha256', 'ratings', 'reason', 'usage'];

export async function insertRubricJudgement(tx: TenantTx, interview: string, { ratings, usage, ...row }: RubricRow): Promise<void> {
  await tx.sql('rubric_judgements').insert({
    ...row,
    tenant_id: tx.tenant,
    interview_id: interview,
    ratings: ratings === null ? null : jsonb(ratings),
    usage: usage && jsonb(usage),
  });
}

/** Of each criterion the last one that has ratings; where none has, the last one. */
export async function readRubricJudgements(tx: TenantTx, interview: string): Promise<RubricRow[]> {
  return tx
    .sql('rubric_judgements')
    .where({ interview_id: interview })
    .distinctOn('criterion')
    .orderByRaw(`criterion, state = 'ready' desc, id desc`)
    .select<RubricRow[]>(columns);
}
