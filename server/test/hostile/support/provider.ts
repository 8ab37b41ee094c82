import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLocalProvider, type LocalProvider } from '../../../src/providers/local/index.js';

export interface Local extends LocalProvider {
  dataDir: string;
  /** The host folder of a volume: what a candidate can plant from inside can be planted here faster. */
  folder(volume: string): string;
}

export function startLocal(): Local {
  const dataDir = mkdtempSync(join(tmpdir(), 'hostile-'));
  const provider = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
  return {
    ...provider,
    dataDir,
    folder: (volume) => join(dataDir, 'volumes', volume),
    stop: async () => {
      await provider.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Processes of the whole host whose command line has `marker`. */
export async function processesWith(marker: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(marker)).map((line) => line.replaceAll('\0', ' '));
}
