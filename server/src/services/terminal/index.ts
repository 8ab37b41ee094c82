import type { Knex } from 'knex';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import type { VolumeSync } from '../files/sync.js';
import { append, readLog, type At, type Unplaced } from '../recording/log.js';
import type { Pty } from '../volumes/port.js';
import { OutputRecorder } from './recorder.js';
import { Ring } from './ring.js';
import { readScrollback } from './scrollback.js';
import { Terminal } from './terminal.js';

export interface TerminalsDeps {
  knex: Knex;
  sync: VolumeSync;
  /** Opens the interview's sandbox, or finds it open. */
  resumeSandbox(at: At): Promise<{ created: boolean }>;
  openPty(interview: string, size: { cols: number; rows: number }): Promise<Pty>;
  onError: (error: unknown, interview: string) => void;
}

/** The terminals of the interviews that this process serves. */
export interface Terminals {
  /** The same terminal for every connection to it; made, with what was recorded of it, for the first. */
  get(at: At, terminal: number): Promise<Terminal>;
  /** Ends all terminals of an interview; their output is in the log afterwards. */
  end(interview: string, detail: string): Promise<void>;
  close(): Promise<void>;
}

/** Output that is kept in memory for those who reconnect. */
const ringBytes = 2 * 1024 * 1024;

interface Session {
  terminals: Map<number, Promise<Terminal>>;
  stopWatching: Promise<() => void> | null;
}

export function createTerminals(deps: TerminalsDeps): Terminals {
  const sessions = new Map<string, Session>();

  const sessionOf = (interview: string): Session => {
    const session = sessions.get(interview) ?? { terminals: new Map<number, Promise<Terminal>>(), stopWatching: null };
    sessions.set(interview, session);
    return session;
  };
  const stopWatching = async (session: Session) => {
    const stop = await session.stopWatching;
    session.stopWatching = null;
    stop?.();
  };
  /** A new sandbox is watched anew: the old one's watcher may have ended with it. */
  const watch = async (at: At, created: boolean) => {
    const session = sessionOf(at.interview);
    if (created) await stopWatching(session);
    session.stopWatching ??= deps.sync.watch(at).catch((error: unknown) => {
      deps.onError(error, at.interview);
      session.stopWatching = null;
      return () => undefined;
    });
  };
  const openShell = async (at: At, size: { cols: number; rows: number }) => {
    try {
      const { created } = await deps.resumeSandbox(at);
      await watch(at, created);
      return await deps.openPty(at.interview, size);
    } catch (error) {
      deps.onError(error, at.interview);
      throw error instanceof ApiError ? error : new ApiError('sandbox_unavailable', undefined, {}, { cause: error });
    }
  };
  const make = async (at: At, terminal: number): Promise<Terminal> => {
    const { end, chunks } = await withTenant(deps.knex, at.tenant, (tx) => readScrollback(tx, at.interview, terminal));
    const ring = new Ring(chunks[0]?.offset ?? end, ringBytes);
    for (const { base64 } of chunks) ring.append(Buffer.from(base64, 'base64'));
    const save = (events: Unplaced[]) =>
      withTenant(deps.knex, at.tenant, (tx) => append(tx, at.interview, events)).catch((error: unknown) =>
        deps.onError(error, at.interview),
      );
    return new Terminal({
      ring,
      recorder: new OutputRecorder(terminal, end, save),
      openShell: (size) => openShell(at, size),
      mayRun: async () => (await withTenant(deps.knex, at.tenant, (tx) => readLog(tx, at))).status === 'started',
    });
  };
  return {
    get(at, terminal) {
      const { terminals } = sessionOf(at.interview);
      const found = terminals.get(terminal) ?? make(at, terminal);
      terminals.set(terminal, found);
      found.catch(() => terminals.delete(terminal));
      return found;
    },
    async end(interview, detail) {
      const session = sessions.get(interview);
      if (!session) return;
      sessions.delete(interview);
      await stopWatching(session);
      for (const terminal of session.terminals.values()) await (await terminal).end(detail);
    },
    async close() {
      await Promise.all([...sessions.keys()].map((interview) => this.end(interview, 'The server is restarting.')));
    },
  };
}
