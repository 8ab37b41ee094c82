import { appendFileSync } from 'node:fs';
import { expect, inject } from 'vitest';
import type { HostWatch } from './host-watch.js';
import { longestStall_ms } from './limits.js';
import { measureStall, type Stall } from './stalls.js';

/** How a hostile program ended, in words: what stopped it, and what whoever is responsible for it reads. */
export interface Ending {
  ended: string;
  message: string;
}

export interface Entry extends Ending, Stall {
  family: string;
  program: string;
  /** It got at something, or didn't end as it must: why. */
  escape: string | null;
  /** What it changed on the host. */
  effects: string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    ledger: string;
  }
}

/**
 * Lets a hostile program do its worst, notes how that went in the table, and expects that it changed nothing on the host and that this
 * process, which is the server, answered all the while. What a program does to the server it does each time: work that can be done again
 * is, when the server stalled, and the shortest counts, so that another program of this machine is not taken for ours.
 */
export async function withstand(
  watch: HostWatch,
  family: string,
  program: string,
  work: () => Promise<Ending>,
  { tries = 1 } = {},
): Promise<void> {
  const before = watch.look();
  const outcome: Outcome = { ended: 'not as it must', message: '', error: null };
  let stall = await measureStall(() => attempt(work, outcome));
  for (let again = 1; again < tries && outcome.error === null && stall.own_ms >= longestStall_ms; again++) {
    const next = await measureStall(() => attempt(work, outcome));
    if (next.own_ms < stall.own_ms) stall = next;
  }
  const { error, ended, message } = outcome;
  const effects = await settled(watch, before);
  note({ family, program, ended, message, ...stall, escape: error === null ? null : error.message, effects });
  if (error !== null) throw error;
  expect(effects).toEqual([]);
  expect(stall.own_ms).toBeLessThan(longestStall_ms);
}

interface Outcome extends Ending {
  error: Error | null;
}

async function attempt(work: () => Promise<Ending>, outcome: Outcome): Promise<void> {
  await work().then(
    (ending) => Object.assign(outcome, ending),
    (error: unknown) => (outcome.error = error instanceof Error ? error : new Error(String(error))),
  );
}

const note = (entry: Entry | Untried) => appendFileSync(inject('ledger'), `${JSON.stringify(entry)}\n`);

/** What a run could not try, and why: the table ends with it. */
export interface Untried {
  untried: string;
}

export const noteUntried = (untried: string) => note({ untried });

/** What is just ending gets a second for it. */
async function settled(watch: HostWatch, before: ReadonlyMap<string, string>): Promise<string[]> {
  for (let look = 0; ; look++) {
    const effects = watch.changes(before);
    if (effects.length === 0 || look === 20) return effects;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
