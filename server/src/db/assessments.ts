import type { AdaptiveRules, AiPolicy, Mode, RuntimeName } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface AssessmentRow {
  id: string;
  mode: Mode;
  title: string;
  description: string;
  access: 'invite' | 'open';
  duration_ms: number;
  ai_policy: AiPolicy;
  /** In their order; of an adaptive assessment those to choose from, and none for the whole bank. */
  question_ids: string[];
  adaptive: AdaptiveRules | null;
  follow_ups: boolean;
  self_identification: boolean;
  /** Null for what the server says. */
  retention_days: number | null;
  created_at: Date;
}

/** What a tenant sees of a question in a list. */
export interface QuestionSummary {
  id: string;
  slug: string;
  title: string;
  runtime: RuntimeName;
  difficulty: number;
  concepts: string[];
  /** The slug that it builds on. */
  follows: string | null;
}

const columns = [
  ...['id', 'mode', 'title', 'description', 'access', 'duration_ms', 'ai_policy', 'question_ids', 'adaptive'],
  ...['follow_ups', 'self_identification', 'retention_days', 'created_at'],
];

export async function insertAssessment(tx: TenantTx, row: Omit<AssessmentRow, 'created_at'>): Promise<AssessmentRow> {
  const [made] = await tx
    .sql('assessments')
    .insert({ ...row, ai_policy: jsonb(row.ai_policy), adaptive: row.adaptive && jsonb(row.adaptive), tenant_id: tx.tenant })
    .returning<AssessmentRow[]>(columns);
  if (!made) throw new Error('An insert returned no row');
  return made;
}

export async function readAssessment(tx: TenantTx, mode: Mode, id: string): Promise<AssessmentRow | null> {
  return (await tx.sql('assessments').where({ mode, id }).first<AssessmentRow | undefined>(columns)) ?? null;
}

interface AssessmentFilter {
  before?: string | undefined;
  access?: AssessmentRow['access'] | undefined;
}

/** Newest first, from just before the assessment `before`. */
export async function listAssessments(
  tx: TenantTx,
  mode: Mode,
  limit: number,
  { before, access }: AssessmentFilter,
): Promise<AssessmentRow[]> {
  const query = tx.sql('assessments').where({ mode }).orderBy('id', 'desc').limit(limit);
  if (access) query.where({ access });
  if (before) query.where('id', '<', before);
  return query.select<AssessmentRow[]>(columns);
}

/** Those of `ids` that the tenant has in this mode, in no order. */
export async function readQuestionSummaries(tx: TenantTx, mode: Mode, ids: readonly string[]): Promise<QuestionSummary[]> {
  return tx
    .sql('questions')
    .where({ mode })
    .whereIn('id', [...ids])
    .select<QuestionSummary[]>('id', 'slug', 'title', 'runtime', 'difficulty', 'concepts', 'follows');
}
