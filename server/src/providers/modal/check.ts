import type { RuntimeImage, SandboxCheck } from '../../services/volumes/port.js';
import type { Account } from './account.js';
import { createContainer, endContainer } from './container.js';
import { toVolumeError } from './errors.js';
import { execute } from './execute.js';

const probe: RuntimeImage = { name: 'javascript', registry: 'debian:bookworm-slim', commands: [], tools: null, env: {} };
/** Bash opens connections itself: no image needs a tool for this. */
const reachOut = 'exec 3<>/dev/tcp/1.1.1.1/53';

const warnings = [
  'Modal limits the memory, processor and time of a sandbox, but neither its number of processes nor its disk.',
  'Modal calls version 2 of its volumes beta: our own log of every file stays the record.',
];

/** Starts a sandbox and tries to reach the network from it, which must fail. */
export async function checkModal(account: Account): Promise<SandboxCheck> {
  try {
    const sandbox = await createContainer(account, {
      image: probe,
      limits: { memory_mb: 256, cpu: 0.5 },
      lifetime_ms: 120_000,
      tags: { interviewlm_run: '1' },
    });
    try {
      const { code } = await execute(sandbox, ['timeout', '5', 'bash', '-c', reachOut], { timeout_ms: 30_000 });
      if (code === 0)
        return { ready: false, detail: 'A sandbox on Modal reaches the network although it must not: check the workspace.', warnings };
    } finally {
      await endContainer(sandbox).catch(() => undefined);
    }
    return { ready: true, detail: `Modal runs sandboxes of the app ${account.namespace}.`, warnings };
  } catch (error) {
    const { message } = toVolumeError(error);
    return { ready: false, detail: `${message}: check MODAL_TOKEN_ID and MODAL_TOKEN_SECRET, and that Modal is up.`, warnings };
  }
}
