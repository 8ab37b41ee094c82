import type { Sandbox } from 'modal';
import type { RuntimeImage, SandboxLimits } from '../../services/volumes/port.js';
import type { Account } from './account.js';
import { within } from './deadline.js';
import { workspace } from './scripts.js';
import { toolsVolume } from './tools.js';

/** What every sandbox of ours is created with. */
export interface ContainerSpec {
  image: RuntimeImage;
  limits: Pick<SandboxLimits, 'memory_mb' | 'cpu'>;
  lifetime_ms: number;
  tags: Readonly<Record<string, string>>;
  /** Unique while it runs. */
  name?: string;
  idle_ms?: number;
  /** The volume at `/workspace`; without one that is an empty folder of the sandbox's own. */
  volume?: Awaited<ReturnType<Account['client']['volumes']['fromName']>>;
  /** Networks that may be reached, as CIDRs. None unless told. */
  allowlist?: readonly string[];
}

/** Modal waits for capacity; a start that takes longer than this has failed. */
const startLimit = 120_000;

export async function createContainer(account: Account, spec: ContainerSpec): Promise<Sandbox> {
  const { image, limits, volume, allowlist = [] } = spec;
  const [app, built, tools] = await Promise.all([
    account.app(),
    account.image(image),
    image.tools === null ? null : toolsVolume(account, image.tools),
  ]);
  const seconds = (ms: number) => Math.ceil(ms / 1000) * 1000;
  return within(
    () =>
      account.client.sandboxes.create(app, built, {
        cpu: limits.cpu,
        cpuLimit: limits.cpu,
        memoryMiB: limits.memory_mb,
        memoryLimitMiB: limits.memory_mb,
        timeoutMs: seconds(spec.lifetime_ms),
        env: { ...image.env },
        tags: { ...spec.tags },
        volumes: { ...(volume && { [workspace]: volume }), ...(tools && { '/opt/runtime': tools }) },
        ...(volume && { workdir: workspace }),
        ...(spec.name !== undefined && { name: spec.name }),
        ...(spec.idle_ms !== undefined && { idleTimeoutMs: seconds(spec.idle_ms) }),
        ...(allowlist.length > 0 ? { outboundCidrAllowlist: [...allowlist] } : { blockNetwork: true }),
      }),
    startLimit,
  );
}

/** Ends a sandbox and waits until it has; one that is gone already is fine. */
export async function endContainer(sandbox: Sandbox): Promise<void> {
  await within(() => sandbox.terminate({ wait: true }), 30_000);
  sandbox.detach();
}
