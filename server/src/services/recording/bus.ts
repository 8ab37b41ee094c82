import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A connection that listens; `pg.Client` is one. */
export interface ListeningClient {
  query(sql: string): Promise<unknown>;
  on(event: 'notification', listener: (message: { channel: string; payload?: string }) => void): unknown;
  on(event: 'error' | 'end', listener: () => void): unknown;
  end(): Promise<void>;
}

/** News between API processes by Postgres NOTIFY, over one connection of its own per process. */
export interface Bus {
  /** Calls `listener` for each message about `key`, and with `missed` when some may have been lost. Returns the way to stop. */
  subscribe(channel: string, key: string, listener: (missed: boolean) => void): () => void;
  close(): Promise<void>;
}

const longestPause_ms = 10_000;
/** A line that was cut without a word is found out after at most twice this time: by each process, not by each of its followers. */
const heartbeat_ms = 5_000;

/** `connect` gives a connection outside any transaction pool: LISTEN belongs to a connection. Payloads are `<key>` or `<key>:…`. */
export async function openBus(connect: () => Promise<ListeningClient>, channels: readonly string[], beat_ms = heartbeat_ms): Promise<Bus> {
  const news = new EventEmitter().setMaxListeners(0);
  let client: ListeningClient | null = null;
  let closed = false;
  const isClosed = () => closed;

  const listen = async () => {
    const next = await connect();
    next.on('notification', ({ channel, payload = '' }) => news.emit(`${channel} ${payload.split(':')[0] ?? ''}`, false));
    next.on('error', () => undefined);
    next.on('end', () => lose(next));
    for (const channel of channels) await next.query(`listen ${channel}`);
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
  const reconnect = async () => {
    for (let pause = 100; !isClosed(); pause = Math.min(pause * 2, longestPause_ms)) {
      await sleep(pause);
      try {
        if (!isClosed()) await listen();
        for (const name of news.eventNames()) news.emit(name, true);
        return;
      } catch {
        // The database is still away: followers keep what they have, and read on when it is back.
      }
    }
  };
  await listen();
  return {
    subscribe(channel, key, listener) {
      const name = `${channel} ${key}`;
      news.on(name, listener);
      return () => news.off(name, listener);
    },
    async close() {
      closed = true;
      const last = client;
      client = null;
      await last?.end();
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
