import type { Mode } from '@interviewlm/protocol';
import type { VolumeSync } from '../files/sync.js';
import type { Questions } from '../questions/next.js';
import type { SessionHooks } from '../sessions/hooks.js';
import type { Terminals } from '../terminal/index.js';
import type { Computer } from '../volumes/port.js';
import type { Runs } from './runs.js';

/** One service for each computer, found by an interview's mode. Modes that share a computer share the service. */
export interface ByMode<T> {
  of: (mode: Mode) => T;
  readonly all: readonly T[];
}

export function perComputer<T, C extends Computer>(computerFor: (mode: Mode) => C, make: (computer: C, mode: Mode) => T): ByMode<T> {
  const made = new Map<C, T>();
  const of = (mode: Mode): T => {
    const computer = computerFor(mode);
    const service = made.get(computer) ?? make(computer, mode);
    made.set(computer, service);
    return service;
  };
  return { of, all: [...new Set((['test', 'live'] as const).map(of))] };
}

export const syncByMode = ({ of, all }: ByMode<VolumeSync>): VolumeSync => ({
  touch: (at, paths) => of(at.mode).touch(at, paths),
  flush: (at) => of(at.mode).flush(at),
  watch: (at) => of(at.mode).watch(at),
  forget: (interview) => all.forEach((sync) => sync.forget(interview)),
  close: () => inAll(all, (sync) => sync.close()),
});

export const runsByMode = ({ of, all }: ByMode<Runs>): Runs => ({
  start: (at, options) => of(at.mode).start(at, options),
  close: () => inAll(all, (runs) => runs.close()),
});

export const questionsByMode = ({ of, all }: ByMode<Questions>): Questions => ({
  next: (at) => of(at.mode).next(at),
  close: () => inAll(all, (questions) => questions.close()),
});

export const terminalsByMode = ({ of, all }: ByMode<Terminals>): Terminals => ({
  get: (at, terminal, writes) => of(at.mode).get(at, terminal, writes),
  end: (at, detail) => of(at.mode).end(at, detail),
  close: () => inAll(all, (terminals) => terminals.close()),
});

export const hooksByMode = ({ of }: ByMode<SessionHooks>): SessionHooks => ({
  onBegin: (tx, at) => of(at.mode).onBegin(tx, at),
  afterBegin: (at) => of(at.mode).afterBegin(at),
  afterPause: (at) => of(at.mode).afterPause(at),
  afterResume: (at) => of(at.mode).afterResume(at),
  beforeSubmit: (at) => of(at.mode).beforeSubmit(at),
  onSubmit: (tx, at) => of(at.mode).onSubmit(tx, at),
  afterSubmit: (at) => of(at.mode).afterSubmit(at),
  beforeErase: (at) => of(at.mode).beforeErase(at),
  afterExpire: (at) => of(at.mode).afterExpire(at),
});

async function inAll<T>(all: readonly T[], work: (service: T) => Promise<void>): Promise<void> {
  await Promise.all(all.map(work));
}
