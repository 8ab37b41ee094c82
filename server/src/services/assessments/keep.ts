import type { Knex } from 'knex';
import type { Assessment } from '@interviewlm/protocol';
import { findSameQuestion, insertQuestion } from '../../db/questions.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import type { ImportSummary } from '../questions/import.js';
import type { ProvenQuestion } from '../questions/source.js';
import type { Scope } from '../scope.js';
import type { Assessments } from './index.js';

export interface Kept {
  /** Question ids by slug. */
  readonly questions: ReadonlyMap<string, string>;
  readonly assessments: readonly Assessment[];
}

/** Keeps what an import has proven. A question that is there already, word for word, is used again. */
export async function keepImport(knex: Knex, assessments: Pick<Assessments, 'create'>, scope: Scope, found: ImportSummary): Promise<Kept> {
  const questions = await withTenant(knex, scope.tenant, async (tx) => {
    const ids = new Map<string, string>();
    for (const question of found.accepted) ids.set(question.slug, await keepQuestion(tx, scope, question));
    return ids;
  });
  const made: Assessment[] = [];
  for (const { questions: slugs, ...rest } of found.assessments) {
    made.push(await assessments.create(scope, { ...rest, questions: slugs.flatMap((slug) => questions.get(slug) ?? []) }));
  }
  return { questions, assessments: made };
}

/** The id of a proven question in the bank, put there where it wasn't. */
export async function keepQuestion(
  tx: TenantTx,
  { mode }: Scope,
  { expected, ...source }: ProvenQuestion,
  origin: { family?: string; made?: object } = {},
): Promise<string> {
  const known = await findSameQuestion(tx, { mode, source, expected });
  if (known) return known;
  const id = newId('question');
  await insertQuestion(tx, { id, mode, source, expected, ...origin });
  return id;
}
