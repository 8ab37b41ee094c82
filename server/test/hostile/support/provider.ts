import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLocalProvider, type LocalProvider } from '../../../src/providers/local/index.js';
import { LocalVolumes } from '../../../src/providers/local/volumes.js';

export interface Local extends LocalProvider {
  dataDir: string;
  /** The host folder of a volume, as long as this provider lives: what a candidate can plant from inside can be planted here faster. */
  folder(volume: string): Promise<string>;
  /** Makes a volume as servers do where its size can't be held. */
  createWatched(volume: string): void;
  /** Stops and leaves the data for another. */
  pause(): Promise<void>;
}

export function startLocal(dataDir = mkdtempSync(join(tmpdir(), 'hostile-'))): Local {
  const provider = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
  return {
    ...provider,
    dataDir,
    folder: async (volume) => {
      if (!(provider.volumes instanceof LocalVolumes)) throw new Error('not the local volumes');
      await provider.volumes.hold(volume);
      return provider.volumes.inVolume(volume, '.', (_, { files }) => Promise.resolve(files));
    },
    createWatched: (volume) => mkdirSync(join(dataDir, 'volumes', volume), { recursive: true }),
    pause: () => provider.stop(),
    stop: async () => {
      await provider.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Seconds for a `sleep` that no other command line has: addresses, times and numbers of other programs are shorter or begin otherwise. */
export const freshMarker = () => `98765${randomInt(1e11).toString().padStart(11, '0')}`;

/** Processes of the whole host whose command line has `marker`. */
export async function processesWith(marker: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(marker)).map((line) => line.replaceAll('\0', ' '));
}
