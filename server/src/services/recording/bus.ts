import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A connection that listens; `pg.Client` is one. */
export interface ListeningClient {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  on(event: 'notification', listener: (message: { channel: string; payload?: string }) => void): unknown;
  on(event: 'error' | 'end', listener: () => void): unknown;
  end(): Promise<void>;
}

/** News between processes by Postgres NOTIFY, and who of them has what, over one connection of its own per process. */
export interface Bus {
  /** Calls `listener` for each message about `key`, and with `missed` when some may have been lost; `said` is what came after the key. */
  subscribe(channel: string, key: string, listener: (missed: boolean, said: string) => void): () => void;
  /**
   * Holds `key`, which one process can do at a time: false when another one does. Held until `letGo`, or until this process or the database
   * ends; after the database was away it is taken again, and `lost` is called where another process was faster.
   */
  hold(key: string, lost: () => void): Promise<boolean>;
  letGo(key: string): Promise<void>;
  /** Whether any process holds it. */
  isHeld(key: string): Promise<boolean>;
  close(): Promise<void>;
}

const longestPause_ms = 10_000;
/** A line that was cut without a word is found out after at most twice this time: by each process, not by each of its followers. */
const heartbeat_ms = 10_000;

/** `connect` gives a connection outside any transaction pool: LISTEN belongs to a connection. Payloads are `<key>` or `<key>:…`. */
export async function openBus(connect: () => Promise<ListeningClient>, channels: readonly string[], beat_ms = heartbeat_ms): Promise<Bus> {
  const news = new EventEmitter().setMaxListeners(0);
  const held = new Map<string, () => void>();
  let client: ListeningClient | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const isClosed = () => closed;

  const listen = async () => {
    const next = await connect();
    next.on('notification', ({ channel, payload = '' }) => {
      const [key = ''] = payload.split(':', 1);
      news.emit(`${channel} ${key}`, false, payload.slice(key.length + 1));
    });
    next.on('error', () => undefined);
    next.on('end', () => lose(next));
    for (const channel of channels) await next.query(`listen ${channel}`);
    for (const [key, lost] of held) if (!(await tryLock(next, key))) forget(key, lost);
    client = next;
    void watch(next);
  };
  const watch = async (line: ListeningClient) => {
    while (client === line && (await isAlive(line, beat_ms))) await sleep(beat_ms, undefined, { ref: false });
    lose(line);
  };
  const lose = (line: ListeningClient) => {
    if (client !== line) return;
    client = null;
    void line.end().catch(() => undefined);
    void reconnect();
  };
  const forget = (key: string, lost: () => void) => {
    held.delete(key);
    lost();
  };
  const reconnect = async () => {
    for (let pause = 100; !isClosed(); pause = Math.min(pause * 2, longestPause_ms)) {
      await sleep(pause);
      try {
        if (isClosed()) return;
        await listen();
        for (const name of news.eventNames()) news.emit(name, true, '');
        return;
      } catch {
        // The database is still away: followers keep what they have, and read on when it is back.
      }
    }
  };
  /** One after another: the connection does one thing at a time. */
  const inTurn = <T>(work: (connection: ListeningClient) => Promise<T>): Promise<T> => {
    const mine = last.then(() => {
      if (!client) throw new Error('The database is away');
      return work(client);
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  await listen();
  return {
    subscribe(channel, key, listener) {
      const name = `${channel} ${key}`;
      news.on(name, listener);
      return () => news.off(name, listener);
    },
    hold: (key, lost) =>
      inTurn(async (connection) => {
        if (held.has(key)) return true;
        if (!(await tryLock(connection, key))) return false;
        held.set(key, lost);
        return true;
      }),
    async letGo(key) {
      // A connection that is gone holds nothing.
      await inTurn(async (connection) => held.delete(key) && unlock(connection, key)).catch(() => held.delete(key));
    },
    isHeld: (key) =>
      inTurn(async (connection) => {
        if (held.has(key)) return true;
        if (!(await tryLock(connection, key))) return true;
        await unlock(connection, key);
        return false;
      }),
    async close() {
      closed = true;
      const line = client;
      client = null;
      await line?.end();
    },
  };
}

/** Whether the other end answers in time. */
async function isAlive(line: ListeningClient, within_ms: number): Promise<boolean> {
  const late = new AbortController();
  const answered = line.query('select 1').then(
    () => true,
    () => false,
  );
  const silence = sleep(within_ms, false, { signal: late.signal, ref: false }).catch(() => false);
  return Promise.race([answered, silence]).finally(() => late.abort());
}

const unlock = (client: ListeningClient, key: string) => client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]);

async function tryLock(client: ListeningClient, key: string): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as ours', [key]);
  return (rows[0] as { ours: boolean } | undefined)?.ours ?? false;
}
