import type { RunLimits } from '@interviewlm/protocol';
import type { RunEvent } from '../volumes/port.js';

/** What a candidate reads when nothing could be tested, whatever their code is. */
export const runnerMissing = 'The test runner did not start, so nothing was tested. That is our fault, not that of your code: try again.';

/** Why a run was ended from outside, as the candidate reads it; null when it ended by itself. */
export function stoppedBecause({ reason }: Extract<RunEvent, { type: 'exit' }>, limits: RunLimits): string | null {
  switch (reason) {
    case 'exited':
      return null;
    case 'timed_out':
      return `The run was stopped after its time limit of ${limits.wall_ms / 1000} seconds. Look for an endless loop.`;
    case 'out_of_memory':
      return `The run was stopped because it used more than its ${limits.memory_mb} MB of memory.`;
    case 'output_limit':
      return `The run was stopped because it printed far more than its limit of ${Math.round(limits.output_bytes / 1024)} KB.`;
    case 'too_many_processes':
      return `The run was stopped because it started more than its ${limits.pids} processes and threads.`;
    case 'disk_full':
      return 'The run was stopped because it filled its disk.';
    case 'killed':
      return 'The run was killed.';
    case 'aborted':
      return 'The run was cancelled.';
  }
}
