import { PgBoss, type JobResult } from 'pg-boss';

/** One kind of work: its name, how often it is tried again, and what it does. Work is done at least once, so it must bear being repeated. */
export interface Job<Data extends object> {
  readonly name: string;
  readonly retries: number;
  /** Pause before the first repetition; it doubles with each. */
  readonly pause_s: number;
  /** How much of it one process does at a time. */
  readonly at_once: number;
  run(data: Data): Promise<void>;
}

/** Durable work in PostgreSQL: it survives every process, and any process may do it. */
export interface Queue {
  /** Resolves when the work is durable. */
  send<Data extends object>(
    job: Pick<Job<Data>, 'name' | 'retries' | 'pause_s'>,
    data: Data,
    options?: { after_s?: number },
  ): Promise<void>;
  /** Does work of this kind until `stop`. */
  work<Data extends object>(job: Job<Data>): Promise<void>;
  /** Waits for the work under way. */
  stop(): Promise<void>;
}

export function createQueue(databaseUrl: string, onError: (error: unknown) => void): Queue {
  let starting: Promise<PgBoss> | null = null;
  const queues = new Map<string, Promise<void>>();

  const start = async (): Promise<PgBoss> => {
    const made = new PgBoss({ connectionString: databaseUrl, application_name: 'interviewlm-jobs', max: 4, registerInstance: false });
    made.on('error', onError);
    return made.start();
  };
  /** On first use: a process that neither sends nor works needs no connection for it. What failed is tried again by the next who asks. */
  const boss = () =>
    (starting ??= start().catch((error: unknown) => {
      starting = null;
      throw error;
    }));
  const queueOf = async (job: Pick<Job<object>, 'name' | 'retries' | 'pause_s'>): Promise<PgBoss> => {
    const started = await boss();
    const made =
      queues.get(job.name) ?? started.createQueue(job.name, { retryLimit: job.retries, retryDelay: job.pause_s, retryBackoff: true });
    queues.set(job.name, made);
    await made.catch((error: unknown) => {
      queues.delete(job.name);
      throw error;
    });
    return started;
  };

  return {
    async send(job, data, { after_s = 0 } = {}) {
      await (await queueOf(job)).send(job.name, data, { startAfter: after_s });
    },
    async work<Data extends object>(job: Job<Data>) {
      const started = await queueOf(job);
      // What came back full is followed at once: otherwise a queue that has grown long would be worked off at one batch for each look.
      const how = { batchSize: job.at_once, burstWhenBatchFull: true, perJobResults: true } as const;
      await started.work<Data, unknown, typeof how>(job.name, how, (batch) =>
        Promise.all(batch.map((each) => resultOf(each, job, onError))),
      );
    },
    async stop() {
      const started = await starting?.catch(() => null);
      await started?.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/** One failure is its own: what was done beside it is done. */
async function resultOf<Data extends object>(
  { id, data }: { id: string; data: Data },
  job: Job<Data>,
  onError: (error: unknown) => void,
): Promise<JobResult> {
  try {
    await job.run(data);
    return { id, status: 'completed' };
  } catch (error) {
    onError(error);
    return { id, status: 'failed', output: error instanceof Error ? error.message : String(error) };
  }
}
