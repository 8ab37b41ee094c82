import { z } from 'zod';

/** How well something was done, in words that a model and a person mean the same by; the words are defined in the prompts. */
const Level = z.enum(['poor', 'weak', 'fair', 'good', 'excellent']);
type Level = z.infer<typeof Level>;

const share: Readonly<Record<Level, number>> = { poor: 0, weak: 0.25, fair: 0.5, good: 0.75, excellent: 1 };

/** From 0 to 1. */
export const shareIn = (levels: readonly Level[]): number => levels.reduce((sum, level) => sum + share[level], 0) / levels.length;

/** Of each answer, by its number in the prompt. */
export const CodeRatings = z.object({
  answers: z.array(
    z.object({
      answer: z.number().int(),
      readability: Level,
      structure: Level,
      robustness: Level,
      /** What the levels rest on, each at a line of the answer. */
      remarks: z.array(z.object({ path: z.string(), line: z.number().int(), remark: z.string() })),
    }),
  ),
});
export type CodeRatings = z.infer<typeof CodeRatings>;

/** Of each prompt of the candidate's to the assistant, by its number. */
export const PromptRatings = z.object({
  prompts: z.array(z.object({ prompt: z.number().int(), clarity: Level, context: Level, judgement: Level, reason: z.string() })),
});
export type PromptRatings = z.infer<typeof PromptRatings>;

/** Whether each of so many things was rated exactly once, and nothing else. */
export const isComplete = (numbers: readonly number[], of: number): boolean =>
  numbers.length === of && new Set(numbers).size === of && numbers.every((number) => number >= 1 && number <= of);

/** A model's sentence as it is shown: of bounded length, without control characters. */
export const plainRemark = (text: string): string =>
  text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 300);
