import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLocalProvider } from '../../src/providers/local/index.js';
import { createModalProvider } from '../../src/providers/modal/index.js';
import { startModalServer, type ModalServer } from '../vendors/modal-server/server.js';
import { status } from '../vendors/modal-server/sandboxes.js';
import type { Killable } from './recovery.js';

export type OpenedKillable = Killable & { close(): Promise<void> };

export async function killableLocal(): Promise<OpenedKillable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'interviewlm-kill-'));
  const provider = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
  return {
    ...provider,
    // SIGKILL to every process of it; the volume is a folder, so there is nothing to commit.
    kill: (session) => provider.sandboxes.close(session),
    async close() {
      await provider.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The driver as it is, over the wire; a kill takes with it all that was not committed. */
export async function killableModal(): Promise<OpenedKillable & { server: ModalServer }> {
  const server = await startModalServer();
  process.env['MODAL_SERVER_URL'] = server.url;
  process.env['MODAL_CONFIG_PATH'] = '/dev/null';
  const provider = createModalProvider({ tokenId: 'ak-test', tokenSecret: 'as-test' });
  return {
    ...provider,
    server,
    async kill(session) {
      const found = server.sandboxes().find(({ request, result }) => request.name === session && result === null);
      await found?.end(status.terminated);
    },
    async close() {
      await provider.stop();
      await server.close();
    },
  };
}
