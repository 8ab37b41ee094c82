import { Worker } from 'node:worker_threads';

export interface ThreadOptions {
  /** A thread that takes longer is ended. */
  readonly patience_ms: number;
  readonly heap_mb: number;
}

/**
 * Runs the module at `file` (of the caller, without its ending) in a thread of its own, so that what takes long doesn't hold up the
 * process. Resolves with the first message it posts; null when it fails or takes too long. The module must import no file of ours:
 * in the tests it runs as it is, with its types stripped by Node.
 */
export function inThread<Result>(
  from: string,
  file: string,
  task: unknown,
  { patience_ms, heap_mb }: ThreadOptions,
): Promise<Result | null> {
  const worker = new Worker(new URL(`${file}.${from.endsWith('.ts') ? 'ts' : 'js'}`, from), {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heap_mb, stackSizeMb: 8 },
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(null), patience_ms);
    const end = (result: Result | null) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(result);
    };
    worker.once('message', (result: Result) => end(result));
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
