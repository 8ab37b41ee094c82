import type { Mode, QuestionSource } from '@interviewlm/protocol';
import { jsonb } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface NewQuestionRow {
  id: string;
  mode: Mode;
  source: QuestionSource;
  expected: unknown;
  /** What it is a variant of, and how it was made; left out for questions that somebody wrote. */
  family?: string;
  made?: object;
}

/** The id of the newest question that is exactly this one, so that importing a folder again adds nothing. */
export async function findSameQuestion(tx: TenantTx, { mode, source, expected }: Omit<NewQuestionRow, 'id'>): Promise<string | null> {
  const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(
    `select id from questions where mode = ? and slug = ? and source = ?::jsonb and expected = ?::jsonb order by id desc limit 1`,
    [mode, source.slug, jsonb(source), jsonb(expected)],
  );
  return rows[0]?.id ?? null;
}

export async function insertQuestion(tx: TenantTx, { id, mode, source, expected, family, made }: NewQuestionRow): Promise<void> {
  const { slug, title, runtime, difficulty, concepts } = source;
  await tx.sql('questions').insert({
    id,
    mode,
    slug,
    title,
    runtime,
    difficulty,
    concepts,
    source: jsonb(source),
    expected: jsonb(expected),
    ...(family !== undefined && { family }),
    ...(made && { made: jsonb(made) }),
    tenant_id: tx.tenant,
  });
}
