import { ApiError } from '../../errors.js';
import type { At } from '../recording/log.js';
import { VolumeError } from '../volumes/port.js';
import { followMount } from './mount.js';
import { push } from './push.js';
import { reconcile } from './reconcile.js';
import { scan } from './scan.js';
import { SyncedVolume, type SyncDeps } from './synced-volume.js';

/** Keeps each volume equal to the saved files, and takes what the candidate's terminal does to it back into them. */
export interface VolumeSync {
  /** After a commit: these paths changed. Returns at once; the volume follows in the background. */
  touch(at: At, paths: readonly string[]): void;
  /** Resolves when the volume holds every saved file and every change made in the terminal is saved. */
  flush(at: At): Promise<void>;
  /** Follows the terminal's changes until the returned function is called. */
  watch(at: At): Promise<() => void>;
  /** Forgets an interview whose volume is done with. */
  forget(interview: string): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const attempts = 6;
const firstPauseMs = 100;

export function createVolumeSync(deps: SyncDeps): VolumeSync {
  const open = new Map<string, SyncedVolume>();

  const volumeOf = (at: At): SyncedVolume => {
    const known = open.get(at.interview) ?? new SyncedVolume(at);
    open.set(at.interview, known);
    return known;
  };
  const inBackground = (at: At, work: Promise<void>) => void work.catch((error: unknown) => deps.onError(error, at.interview));

  const flush = (at: At) => {
    const volume = volumeOf(at);
    return volume.inTurn(() => patiently(() => bothWays(deps, volume)));
  };
  return {
    touch(at, paths) {
      if (paths.length === 0) return;
      const volume = volumeOf(at);
      for (const path of paths) volume.dirty.add(path);
      inBackground(
        at,
        volume.inTurn(() => patiently(() => oneWay(deps, volume))),
      );
    },
    flush,
    async watch(at) {
      await flush(at);
      return deps.sandbox.watch(at.interview, () => {
        const volume = volumeOf(at);
        if (volume.scanQueued) return;
        volume.scanQueued = true;
        inBackground(
          at,
          volume.inTurn(() => {
            volume.scanQueued = false;
            return patiently(() => bothWays(deps, volume));
          }),
        );
      });
    },
    forget: (interview) => void open.delete(interview),
    async close() {
      await Promise.allSettled([...open.values()].map((volume) => volume.idle()));
    },
  };
}

async function oneWay(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  await followMount(deps, volume);
  await push(deps, volume);
}

async function bothWays(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  await followMount(deps, volume);
  if (!volume.reconciled) await reconcile(deps, volume);
  await push(deps, volume);
  await scan(deps, volume);
  await push(deps, volume);
}

/** Tries again while the vendor is away; then says so in the API's words. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1, pause = firstPauseMs; ; attempt++, pause *= 2) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      if (error.code !== 'unavailable' || attempt === attempts) throw inWords(error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function inWords(error: VolumeError): ApiError {
  if (error.code === 'volume_full')
    return new ApiError('workspace_full', 'The volume is full. Saved files are safe; remove some to run again.', {}, { cause: error });
  return new ApiError('sandbox_unavailable', 'The volume can not be reached. Saved files are safe.', {}, { cause: error });
}
