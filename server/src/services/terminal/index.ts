import type { Knex } from 'knex';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import type { VolumeSync } from '../files/sync.js';
import type { Bus } from '../recording/bus.js';
import { appendTo, mayBegin, openLog, readLog, type At, type Unplaced } from '../recording/log.js';
import { isHandedIn } from '../sessions/lifecycle.js';
import type { Pty } from '../volumes/port.js';
import { sandboxUnavailable } from '../volumes/unavailable.js';
import { createHolding } from './holding.js';
import { OutputRecorder } from './recorder.js';
import { Ring } from './ring.js';
import { readScrollback } from './scrollback.js';
import { Terminal } from './terminal.js';

export { terminalChannel } from './holding.js';

export interface TerminalsDeps {
  knex: Knex;
  bus: Bus;
  sync: VolumeSync;
  /** Opens the interview's sandbox, or finds it open. */
  resumeSandbox(at: At): Promise<{ created: boolean }>;
  openPty(interview: string, size: { cols: number; rows: number }): Promise<Pty>;
  /** Ends what of the sandbox only this process has, since another one goes on. */
  leaveSandbox(interview: string): Promise<void>;
  onError: (error: unknown, interview: string) => void;
}

/** The terminals of the interviews that this process serves. */
export interface Terminals {
  /**
   * The same terminal for every connection to it; made, with what was recorded of it, for the first. Who writes brings the interview's
   * terminals to this process: docs/decisions/0077-one-process-has-the-terminals.md.
   */
  get(at: At, terminal: number, writes: boolean): Promise<Terminal>;
  /** Ends all terminals of an interview, whichever process has them; their output is in the log afterwards. */
  end(at: At, detail: string): Promise<void>;
  close(): Promise<void>;
}

/** Output that is kept in memory for those who reconnect. */
const ringBytes = 2 * 1024 * 1024;

interface Session {
  terminals: Map<number, Promise<Terminal>>;
  /** Null while nobody has written here. */
  held: Promise<void> | null;
  stopWatching: Promise<() => void> | null;
}

export function createTerminals(deps: TerminalsDeps): Terminals {
  const sessions = new Map<string, Session>();
  const leaving = new Map<string, Promise<void>>();
  const holding = createHolding(deps.knex, deps.bus);

  const sessionOf = (interview: string): Session => {
    const none = { terminals: new Map<number, Promise<Terminal>>(), held: null, stopWatching: null };
    const session = sessions.get(interview) ?? none;
    sessions.set(interview, session);
    return session;
  };
  /** None begins where they were told to end; whoever comes again finds what took their place. */
  const requireGoing = (session: Session, interview: string) => {
    if (sessions.get(interview) !== session) throw new ApiError('sandbox_unavailable', 'This terminal has just ended.');
  };
  const onError = (interview: string) => (error: unknown) => deps.onError(error, interview);
  const stopWatching = async (session: Session) => {
    const stop = await session.stopWatching;
    session.stopWatching = null;
    stop?.();
  };
  /** A new sandbox is watched anew: the old one's watcher may have ended with it. */
  const watch = async (session: Session, at: At, created: boolean) => {
    if (created) await stopWatching(session);
    session.stopWatching ??= deps.sync.watch(at).catch((error: unknown) => {
      deps.onError(error, at.interview);
      session.stopWatching = null;
      return () => undefined;
    });
  };
  const openShell = async (session: Session, at: At, size: { cols: number; rows: number }) => {
    try {
      const { created } = await deps.resumeSandbox(at);
      requireGoing(session, at.interview);
      await watch(session, at, created);
      return await deps.openPty(at.interview, size);
    } catch (error) {
      deps.onError(error, at.interview);
      throw await sandboxUnavailable(deps.knex, at, error);
    }
  };
  const mayRun = async (at: At) => mayBegin(await readLog(tenantReads(deps.knex, at.tenant), at));
  const scrollbackOf = (at: At, terminal: number) => readScrollback(tenantReads(deps.knex, at.tenant), at.interview, terminal);
  /** What comes too late for the submission is not in what was handed in. */
  const record = async (tx: TenantTx, at: At, events: readonly Unplaced[]) => {
    const head = await openLog(tx, at);
    if (!isHandedIn(head.status)) await appendTo(tx, head, events);
  };
  const make = async (session: Session, at: At, terminal: number): Promise<Terminal> => {
    const { end, chunks } = await scrollbackOf(at, terminal);
    const ring = new Ring(chunks[0]?.offset ?? end, ringBytes);
    for (const { base64 } of chunks) ring.append(Buffer.from(base64, 'base64'));
    const save = (events: Unplaced[]) =>
      withTenant(deps.knex, at.tenant, (tx) => record(tx, at, events)).catch((error: unknown) => deps.onError(error, at.interview));
    return new Terminal({
      ring,
      recorder: new OutputRecorder(terminal, ring, save),
      openShell: (size) => openShell(session, at, size),
      mayRun: () => mayRun(at),
    });
  };
  /** Ends them here. Without a `detail` they go on elsewhere, where their viewers find them. */
  const endHere = async (session: Session, detail: string) => {
    await session.held?.catch(() => undefined);
    await stopWatching(session);
    for (const found of session.terminals.values()) {
      const terminal = await found.catch(() => null);
      await (detail === '' ? terminal?.leave() : terminal?.end(detail));
    }
  };
  const endSession = (interview: string, detail: string, then: () => Promise<void> = async () => undefined): Promise<void> => {
    const session = sessions.get(interview);
    if (!session) return leaving.get(interview) ?? Promise.resolve();
    sessions.delete(interview);
    const ended = endHere(session, detail)
      .then(then)
      .catch(onError(interview))
      .then(() => (session.held ? holding.letGo(interview) : undefined))
      .finally(() => leaving.delete(interview));
    leaving.set(interview, ended);
    return ended;
  };
  const leave = (interview: string, detail: string) => void endSession(interview, detail, () => deps.leaveSandbox(interview));
  /** What was to end these terminals may have been said meanwhile. */
  const look = async (at: At) => {
    if (!(await mayRun(at))) leave(at.interview, 'This interview is not running.');
  };
  const hold = (at: At, session: Session): Promise<void> => {
    session.held ??= (async () => {
      await holding.take(at.interview, {
        leave: (detail) => leave(at.interview, detail),
        missed: () => void look(at).catch(onError(at.interview)),
      });
      // Whoever only looked was shown what the log had when they came.
      for (const [terminal, found] of session.terminals) (await found.catch(() => null))?.catchUp(await scrollbackOf(at, terminal));
    })();
    return session.held;
  };
  return {
    async get(at, terminal, writes) {
      await leaving.get(at.interview);
      const session = sessionOf(at.interview);
      if (writes)
        await hold(at, session).catch(async (error: unknown) => {
          session.held = null;
          // They may be ours although what was recorded of them couldn't be read: another process must be able to have them.
          await holding.letGo(at.interview);
          throw error;
        });
      requireGoing(session, at.interview);
      const { terminals } = session;
      const found = terminals.get(terminal) ?? make(session, at, terminal);
      terminals.set(terminal, found);
      found.catch(() => terminals.delete(terminal));
      return found;
    },
    async end({ interview }, detail) {
      const here = sessions.get(interview)?.held;
      await endSession(interview, detail);
      if (here) return;
      await holding.end(interview, detail).catch(onError(interview));
    },
    async close() {
      await Promise.all([...sessions.keys()].map((interview) => endSession(interview, 'The server is restarting.')));
      await Promise.all(leaving.values());
    },
  };
}
