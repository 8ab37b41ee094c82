import { setTimeout as sleep } from 'node:timers/promises';

/** A connection that listens; `pg.Client` is one. */
export interface ListeningClient {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  on(event: 'notification', listener: (message: { channel: string; payload?: string }) => void): unknown;
  on(event: 'error' | 'end', listener: () => void): unknown;
  end(): Promise<void>;
}

/** A connection that one thing after another is asked of. What was asked of one that is cut fails at once. */
export interface Line {
  onNews(listener: (channel: string, key: string, said: string) => void): void;
  listen(channel: string): Promise<void>;
  /** A lock of the connection: it goes with it. */
  tryLock(key: string): Promise<boolean>;
  unlock(key: string): Promise<void>;
  /** Whether the other end answers in time. */
  isAlive(within_ms: number): Promise<boolean>;
  cut(): void;
  end(): Promise<void>;
}

export function openLine(client: ListeningClient, ended: () => void): Line {
  const waiting = new Set<(error: Error) => void>();
  let gone: Error | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const failAll = (error: Error) => {
    gone = error;
    for (const fail of waiting) fail(error);
  };
  const ask = (sql: string, ...values: unknown[]): Promise<{ rows: unknown[] }> => {
    const answer = last.then(
      () =>
        new Promise<{ rows: unknown[] }>((resolve, reject) => {
          if (gone) return reject(gone);
          waiting.add(reject);
          client
            .query(sql, values)
            .then(resolve, reject)
            .finally(() => waiting.delete(reject));
        }),
    );
    last = answer.catch(() => undefined);
    return answer;
  };
  client.on('error', () => undefined);
  client.on('end', () => {
    failAll(new Error('The line ended'));
    ended();
  });
  return {
    onNews(listener) {
      client.on('notification', ({ channel, payload = '' }) => {
        const [key = ''] = payload.split(':', 1);
        listener(channel, key, payload.slice(key.length + 1));
      });
    },
    async listen(channel) {
      await ask(`listen ${channel}`);
    },
    async tryLock(key) {
      const { rows } = await ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as ours', key);
      return (rows[0] as { ours: boolean }).ours;
    },
    async unlock(key) {
      await ask('select pg_advisory_unlock(hashtextextended($1, 0))', key);
    },
    async isAlive(within_ms) {
      const late = new AbortController();
      const answered = ask('select 1').then(
        () => true,
        () => false,
      );
      const silence = sleep(within_ms, false, { signal: late.signal, ref: false }).catch(() => false);
      return Promise.race([answered, silence]).finally(() => late.abort());
    },
    cut() {
      failAll(new Error('The line was cut'));
      void client.end().catch(() => undefined);
    },
    end: () => client.end(),
  };
}
