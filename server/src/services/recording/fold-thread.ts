import { Worker } from 'node:worker_threads';
import type { Refold } from './fold.js';
import { TamperedLog, type FoldTask, type Refolded } from './refold.js';

export interface FoldThread {
  readonly refold: Refold;
  close(): Promise<void>;
}

/** What the thread says of a task; `tampered` when that is why it failed. */
export type Outcome =
  { readonly id: number; readonly done: Refolded } | { readonly id: number; readonly failed: string; readonly tampered: boolean };

/** As it was built, also for tests: a thread knows nothing of TypeScript. */
const program = new URL('../../../dist/services/recording/fold-worker.js', import.meta.url);

interface Waiting {
  readonly resolve: (done: Refolded) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Folds in a thread of its own, which is started by the first task: an API process must not stop answering while it packs a log. A thread
 * that dies fails its tasks, which are due again, and the next one starts another.
 */
export function openFoldThread(): FoldThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let next = 0;
  const fail = (error: Error) => {
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = () => {
    const started = new Worker(program);
    started.on('message', (outcome: Outcome) => {
      const task = waiting.get(outcome.id);
      waiting.delete(outcome.id);
      if (waiting.size === 0) started.unref();
      if ('done' in outcome) task?.resolve(withBuffers(outcome.done));
      else task?.reject(outcome.tampered ? new TamperedLog(outcome.failed) : new Error(outcome.failed));
    });
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`The thread that folds ended with ${code}.`)));
    return started;
  };
  return {
    refold: (task: FoldTask) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker ??= start();
        worker.ref();
        worker.postMessage({ id, task });
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
}

/** Bytes come out of a thread as plain arrays of them. */
function withBuffers({ segments, head, ...rest }: Refolded): Refolded {
  return {
    ...rest,
    segments: segments.map((segment) => ({ ...segment, payload: buffer(segment.payload), sha256: buffer(segment.sha256) })),
    head: { ...head, folded_hash: head.folded_hash && buffer(head.folded_hash), folded_head: head.folded_head && buffer(head.folded_head) },
  };
}

const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
