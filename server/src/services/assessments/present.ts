import type { AnswerOf, Assessment } from '@interviewlm/protocol';
import type { AssessmentRow, QuestionSummary } from '../../db/assessments.js';

/** `summaries` may hold more than this assessment's questions. */
export function presentAssessment(row: AssessmentRow, summaries: readonly QuestionSummary[]): Assessment {
  return {
    id: row.id,
    object: 'assessment',
    mode: row.mode,
    title: row.title,
    description: row.description,
    access: row.access,
    duration_ms: row.duration_ms,
    ai_policy: row.ai_policy,
    question_count: questionCount(row),
    adaptive: row.adaptive,
    follow_ups: row.follow_ups,
    self_identification: row.self_identification,
    retention_days: row.retention_days,
    questions: row.question_ids.flatMap((id) => {
      const found = summaries.find((question) => question.id === id);
      if (!found) return [];
      const { follows: _, ...question } = found;
      return [question];
    }),
    created_at: row.created_at.toISOString(),
  };
}

export const presentCard = (row: AssessmentRow): AnswerOf<'getAssessmentCard'> => ({
  id: row.id,
  object: 'assessment_card',
  title: row.title,
  description: row.description,
  duration_ms: row.duration_ms,
  question_count: questionCount(row),
  ai_mode: row.ai_policy.mode,
});

const questionCount = ({ adaptive, question_ids }: AssessmentRow) => adaptive?.max_questions ?? question_ids.length;
