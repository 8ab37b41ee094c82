import type { At } from '../services/recording/index.js';
import type { Sessions } from '../services/sessions/index.js';
import type { Tracing } from '../services/telemetry/port.js';
import type { Job } from './queue.js';

/** A submission waits this long for the process that took it to score it; then whoever works on the queue does. */
export const scoreAfter_s = 120;

export const scorePolicy = { name: 'score', retries: 8, pause_s: 30 } as const;

/** Scores what was submitted and isn't scored yet: the process that took it may have died. */
export const scoreJob = (sessions: Pick<Sessions, 'score'>, tracing: Tracing): Job<At> => ({
  ...scorePolicy,
  // Each runs hidden tests.
  at_once: 2,
  run: ({ tenant, mode, interview }) => tracing.serve('job score', {}, () => sessions.score({ tenant, mode, interview })),
});
