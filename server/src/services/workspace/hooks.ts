import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { readReport } from '../../db/reports.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { Assistant } from '../assistant/index.js';
import type { VolumeSync } from '../files/sync.js';
import { keepAnswer, openFirstQuestion } from '../questions/current.js';
import { openLog, type At } from '../recording/log.js';
import type { Runtimes } from '../runs/runtimes.js';
import type { SessionHooks } from '../sessions/hooks.js';
import type { Terminals } from '../terminal/index.js';
import type { Volumes } from '../volumes/index.js';
import type { SandboxPort } from '../volumes/port.js';
import { finalRuns } from './final-runs.js';
import type { Rubric } from './rubric.js';
import { score } from './score.js';

export interface WorkspaceDeps {
  knex: Knex;
  sync: VolumeSync;
  sandbox: SandboxPort;
  runtimes: Runtimes;
  volumes: Volumes;
  terminals: Terminals;
  assistant: Assistant;
  rubric: Pick<Rubric, 'owe'>;
  /** Aborted when the server stops: final runs are left for the next start. */
  stopping: AbortSignal;
  onError: (error: unknown, interview: string) => void;
}

/** How long a resume looks whether a sandbox runs already. */
const glanceMs = 25;
/** How long a submission waits for the last changes made in the terminal; what was saved is safe without them. */
const lastLookMs = 10_000;
/** Pauses between tries at the final runs while no sandbox can be had. */
const retryPausesMs = [1_000, 4_000, 15_000, 60_000];

/** What happens to files, volume, sandbox, terminals and assistant at the turns of an interview's life. */
export function createSessionHooks(deps: WorkspaceDeps): SessionHooks {
  const { knex, sync, sandbox, volumes, terminals, assistant, rubric, onError } = deps;
  const quietly = (at: At, work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => onError(error, at.interview),
    );
  const silence = async (at: At, detail: string) => {
    // An answer that can't be ended now is no reason to let shells go on.
    await quietly(at, assistant.end(at));
    await terminals.end(at, detail);
  };

  return {
    onBegin: openFirstQuestion,
    afterBegin: (at) => void quietly(at, sync.flush(at)),
    async afterPause(at) {
      await silence(at, 'The interview is paused.');
      await quietly(at, volumes.snapshotVolume(at, 'Paused'));
      await volumes.destroySandbox(at, { archive: false, deleteVolume: false });
    },
    async afterResume(at) {
      const found = sandbox.find(at.interview).then(Boolean, () => false);
      void quietly(at, volumes.resumeSandbox(at));
      // A vendor that is slow to say is no reason to wait: the terminal tells when it is there.
      return (await Promise.race([found, sleep(glanceMs, false)])) ? 'ready' : 'starting';
    },
    async beforeSubmit(at) {
      await quietly(at, silence(at, 'The interview was submitted.'));
      await quietly(at, Promise.race([sync.flush(at), sleep(lastLookMs)]));
    },
    onSubmit: async (tx, at) => keepAnswer(tx, await openLog(tx, at)),
    async afterSubmit(at) {
      await quietly(at, volumes.snapshotVolume(at, 'Submitted'));
      await quietly(at, volumes.destroySandbox(at, { archive: false, deleteVolume: false }));
      if (await withTenant(knex, at.tenant, (tx) => readReport(tx, at.interview))) return;
      await patientRuns(deps, at);
      // Scores by rules wait for no model: what it adds comes when it comes.
      await quietly(at, rubric.owe(at));
      await score(knex, at, 'submit');
      sync.forget(at.interview);
    },
    async beforeErase(at) {
      await quietly(at, silence(at, 'The interview was erased.'));
      sync.forget(at.interview);
    },
    async afterExpire(at) {
      await silence(at, 'The time of this interview is over.');
      await volumes.destroySandbox(at, { archive: false, deleteVolume: false });
    },
  };
}

async function patientRuns(deps: WorkspaceDeps, at: At): Promise<void> {
  for (const pause of retryPausesMs) {
    try {
      if (await finalRuns(deps, at, deps.stopping)) return;
      deps.onError(new Error('The test runner did not start'), at.interview);
    } catch (error) {
      if (deps.stopping.aborted) throw error;
      deps.onError(error, at.interview);
    }
    await sleep(pause, undefined, { signal: deps.stopping });
  }
  await finalRuns(deps, at, deps.stopping);
}
