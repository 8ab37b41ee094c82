import type { At } from '../services/recording/index.js';
import type { Rubric } from '../services/workspace/rubric.js';
import type { Job } from './queue.js';

/** By then the scores by rules are there, which the model's are added to. */
export const rubricAfter_s = 3;

export const rubricPolicy = { name: 'rubric', retries: 6, pause_s: 20 } as const;

/** Asks the model for what it hasn't judged of a submission yet. */
export const rubricJob = (rubric: Pick<Rubric, 'judge'>): Job<At> => ({
  ...rubricPolicy,
  // It waits for the model most of the time.
  at_once: 8,
  run: ({ tenant, mode, interview }) => rubric.judge({ tenant, mode, interview }),
});
