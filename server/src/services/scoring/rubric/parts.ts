import type { Criterion, RubricPart } from '@interviewlm/protocol';
import type { RubricRow } from '../../../db/rubric-judgements.js';
import { toScore } from '../evidence.js';

/** How much of what a model has a part in is the model's; the rules keep the rest. */
const modelShare = 0.4;

/**
 * RU1 Where a model judged, 0.4 of the part is the model's and 0.6 the rules'; where the rules have nothing to measure, the model's alone.
 * RU2 Without a judgement, or until there is one, the rules' alone: nothing that a model fails to say lowers, raises or delays a score.
 */
export function blend(rules: number | null, model: number | null): number | null {
  if (model === null) return rules;
  return rules === null ? model : (1 - modelShare) * rules + modelShare * model;
}

/** What a criterion says of the model's part. `model` and `rules` from 0 to 1, of the criterion as a whole by rules alone. */
export function partOf(
  row: RubricRow | undefined,
  model: number | null,
  rules: number | null,
): Pick<Criterion, 'rubric' | 'model' | 'prompt_version'> {
  if (!row) return { rubric: null, model: null, prompt_version: null };
  const rubric: RubricPart = {
    status: row.state === 'ready' && model === null ? 'unavailable' : row.state,
    score: model === null ? null : toScore(model),
    rules_score: rules === null ? null : toScore(rules),
    reason: row.state === 'ready' && model === null ? 'The ratings are not of this answer.' : row.reason,
  };
  return { rubric, model: row.model, prompt_version: row.prompt_version };
}

/** The same as a sentence for people. */
export function partInWords({ rubric, model }: Pick<Criterion, 'rubric' | 'model'>): string {
  if (!rubric) return '';
  if (rubric.status === 'pending') return ' A model has not judged it yet.';
  if (rubric.status === 'unavailable') return ` A model’s judgement is not available: ${rubric.reason ?? 'nobody knows why.'}`;
  return ` By the rules ${rubric.rules_score ?? 'unknown'}, by ${model ?? 'a model'} ${rubric.score ?? 'unknown'}.`;
}
