import { SourceFile, type Difficulty, type RuntimeName } from '@interviewlm/protocol';
import { z } from 'zod';

/** How somebody did on a question before. */
export interface PastAnswer {
  readonly title: string;
  readonly difficulty: number;
  readonly passed: number;
  readonly total: number;
}

export interface QuestionRequest {
  /** What it is about, in a few words; null where that is left open. */
  readonly topic: string | null;
  readonly runtime: RuntimeName;
  readonly difficulty: z.infer<typeof Difficulty>;
  /** Of the candidate it is for, oldest first; none where it is for the bank. */
  readonly performance: readonly PastAnswer[];
}

/** A question as a model writes it: what `QuestionSource` has, without what is known already. */
export const WrittenQuestion = z.object({
  title: z.string(),
  instructions: z.string(),
  concepts: z.array(z.string()),
  starter: z.array(SourceFile.extend({ path: z.string() })),
  reference: z.array(SourceFile.extend({ path: z.string() })),
  visible_tests: z.array(SourceFile.extend({ path: z.string() })),
  hidden_tests: z.array(SourceFile.extend({ path: z.string() })),
});
export type WrittenQuestion = z.infer<typeof WrittenQuestion>;
