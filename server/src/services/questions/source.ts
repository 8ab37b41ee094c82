import { NewAssessment, type QuestionSource } from '@interviewlm/protocol';
import { z } from 'zod';

/** An assessment as it is written in files: its questions are named by slug. */
export const AssessmentSource = NewAssessment.omit({ questions: true }).extend({ questions: z.array(z.string()).min(1).max(20) });
export type AssessmentSource = z.infer<typeof AssessmentSource>;

/** A question that was read, or why it could not be. */
export type Draft = { slug: string; source: QuestionSource } | { slug: string; reason: string };

/** What a layout found in a folder. */
export interface LayoutContent {
  questions: Draft[];
  assessments: AssessmentSource[];
}

/** The names of the tests that the reference solution passed: what a candidate's run is held against. */
export interface ExpectedTests {
  visible: string[];
  hidden: string[];
}

export type ProvenQuestion = QuestionSource & { expected: ExpectedTests };

/** The reason for one question; the others go on. */
export const reasonOf = (error: unknown): string =>
  error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
