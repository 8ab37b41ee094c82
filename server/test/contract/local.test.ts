import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLocalProvider } from '../../src/providers/local/index.js';
import { volumesContract } from './volumes.contract.js';

volumesContract('local', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'volumes-'));
  const provider = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
  return {
    ...provider,
    close: async () => {
      await provider.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
});
