import { EventEmitter } from 'node:events';

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

const longestPauseMs = 10_000;

/** `connect` gives a connection outside any transaction pool: LISTEN belongs to a connection. Payloads are `<key>` or `<key>:…`. */
export async function openBus(connect: () => Promise<ListeningClient>, channels: readonly string[]): Promise<Bus> {
  const news = new EventEmitter().setMaxListeners(0);
  let client: ListeningClient | null = null;
  let closed = false;
  const isClosed = () => closed;

  const listen = async () => {
    const next = await connect();
    next.on('notification', ({ channel, payload = '' }) => news.emit(`${channel} ${payload.split(':')[0] ?? ''}`, false));
    next.on('error', () => undefined);
    next.on('end', () => void reconnect());
    for (const channel of channels) await next.query(`listen ${channel}`);
    client = next;
  };
  const reconnect = async () => {
    for (let pause = 100; !isClosed(); pause = Math.min(pause * 2, longestPauseMs)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
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
      await client?.end();
    },
  };
}
