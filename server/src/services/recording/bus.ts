import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLine, type Line, type ListeningClient } from './line.js';

export type { ListeningClient } from './line.js';

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
  let line: Line | null = null;
  /** The one that takes its place, while that is still being prepared. */
  let coming: Line | null = null;
  let closed = false;
  const isClosed = () => closed;

  const listen = async () => {
    const next: Line = openLine(await connect(), () => lose(next));
    coming = next;
    // Nobody watches it yet, and one that falls silent now would be waited for without end.
    const silent = setTimeout(() => next.cut(), 2 * beat_ms);
    try {
      await prepare(next);
    } catch (error) {
      next.cut();
      throw error;
    } finally {
      clearTimeout(silent);
      coming = null;
    }
    if (isClosed()) return next.end();
    line = next;
    void watch(next);
  };
  const prepare = async (next: Line) => {
    next.onNews((channel, key, said) => news.emit(`${channel} ${key}`, false, said));
    for (const channel of channels) await next.listen(channel);
    for (const [key, lost] of held) if (!(await next.tryLock(key)) && held.delete(key)) lost();
  };
  const watch = async (next: Line) => {
    while (line === next && (await next.isAlive(beat_ms))) await sleep(beat_ms, undefined, { ref: false });
    lose(next);
  };
  const lose = (gone: Line) => {
    // One that ends before it is in use is given up by whoever opens it.
    if (line !== gone) return;
    line = null;
    gone.cut();
    void reconnect();
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
  const here = (): Line => {
    if (!line) throw new Error('The database is away');
    return line;
  };
  await listen();
  return {
    subscribe(channel, key, listener) {
      const name = `${channel} ${key}`;
      news.on(name, listener);
      return () => news.off(name, listener);
    },
    async hold(key, lost) {
      if (held.has(key)) return true;
      const asked = here();
      if (!(await asked.tryLock(key))) return false;
      // A connection counts how often it has a lock. Of several here who asked at the same time one has it, so that one can let go.
      if (held.has(key)) await asked.unlock(key).catch(() => undefined);
      else held.set(key, lost);
      return true;
    },
    async letGo(key) {
      // A line that is gone holds nothing; the one that comes may have taken it already.
      if (held.delete(key)) await (line ?? coming)?.unlock(key).catch(() => undefined);
    },
    async isHeld(key) {
      if (held.has(key)) return true;
      const asked = here();
      if (!(await asked.tryLock(key))) return true;
      await asked.unlock(key);
      return false;
    },
    async close() {
      closed = true;
      const last = line;
      line = null;
      await last?.end();
    },
  };
}
