import type { TokenUsage } from '@interviewlm/protocol';
import type { z } from 'zod';

export interface StructuredTask<Answer> {
  /** The part that stays the same from call to call: it is cached by the vendor. */
  readonly system: string;
  readonly prompt: string;
  /** What an answer must look like. */
  readonly shape: z.ZodType<Answer>;
  readonly max_tokens: number;
}

/** One call of a model that answers in a given shape and nothing else. Driver: `providers/anthropic/structured.ts`. */
export interface StructuredModelPort {
  readonly model: string;
  /**
   * `answer` is null when what came is of another shape, was cut off or refused; it cost the same. Rejects with an `AssistantError` when the
   * model can't be reached.
   */
  ask<Answer>(
    task: StructuredTask<Answer>,
    signal: AbortSignal,
  ): Promise<{ answer: Answer | null; usage: Omit<TokenUsage, 'cost_micros'> }>;
}
