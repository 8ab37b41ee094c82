import { parentPort } from 'node:worker_threads';
import type { Outcome } from './fold-thread.js';
import { refold, TamperedLog, type FoldTask } from './refold.js';

parentPort?.on('message', ({ id, task }: { id: number; task: FoldTask }) => {
  const answer = (outcome: Outcome) => parentPort?.postMessage(outcome);
  refold(task).then(
    (done) => answer({ id, done }),
    (error: unknown) =>
      answer({ id, failed: String(error instanceof Error ? error.message : error), tampered: error instanceof TamperedLog }),
  );
});
