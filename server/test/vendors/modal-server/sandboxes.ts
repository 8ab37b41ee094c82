import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Container } from './container.js';
import type { Exec } from './execs.js';
import type { Mount, VolumeStore } from './volumes.js';
import type { Definition } from './wire.js';

/** Results as the protocol numbers them. */
export const status = { success: 1, terminated: 3, timeout: 4 } as const;

export interface SandboxRequest {
  app: string;
  name: string | undefined;
  tags: { tagName: string; tagValue: string }[];
  env: Record<string, string>;
  workdir: string;
  timeoutSecs: number;
  idleTimeoutSecs: number | undefined;
  blockNetwork: boolean;
  /** As the protocol has them; this server records what it can't enforce. */
  resources: Definition['resources'];
  networkAccess: Definition['networkAccess'];
  volumes: { volumeId: string; mountPath: string; readOnly: boolean }[];
}

/** One sandbox: a container, the volumes as they were at its start, and the clocks that end it. */
export class Sandbox {
  // The SDK tells the backend's version by the shape of the id.
  readonly id = `sb-${randomBytes(13).toString('hex')}`;
  readonly taskId = `ta-${randomBytes(13).toString('hex')}`;
  readonly createdAt = Date.now() / 1000;
  readonly execs = new Set<Exec>();
  result: { status: number } | null = null;
  tags: SandboxRequest['tags'];
  readonly #over: (() => void)[] = [];
  #lifetime: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  private constructor(
    readonly request: SandboxRequest,
    readonly container: Container,
    private readonly mounts: readonly { at: string; mount: Mount }[],
    private readonly own: string,
  ) {
    this.tags = request.tags;
    this.#lifetime = setTimeout(() => void this.end(status.timeout), request.timeoutSecs * 1000).unref();
    this.touch();
  }

  static async create(request: SandboxRequest, store: VolumeStore, root: string): Promise<Sandbox> {
    const name = randomBytes(8).toString('hex');
    const own = join(root, 'own', name);
    await mkdir(own, { recursive: true });
    const mounts = await Promise.all(
      request.volumes.map(async ({ volumeId, mountPath, readOnly }) => ({
        at: mountPath,
        readOnly,
        mount: await store.mount(volumeId, name),
      })),
    );
    const binds = mounts.map(({ at, readOnly, mount }) => ({ from: mount.path, to: at, readOnly }));
    // Where no volume is mounted, `/workspace` is a folder of the sandbox's own file system.
    if (!mounts.some(({ at }) => at === '/workspace')) binds.push({ from: own, to: '/workspace', readOnly: false });
    return new Sandbox(request, await Container.start({ mounts: binds, network: !request.blockNetwork }), mounts, own);
  }

  /** Something runs or has just run: the idle clock begins anew once nothing does. */
  touch(): void {
    clearTimeout(this.#idle);
    const { idleTimeoutSecs } = this.request;
    if (idleTimeoutSecs === undefined || this.result || [...this.execs].some((exec) => !exec.exit)) return;
    this.#idle = setTimeout(() => void this.end(status.timeout), idleTimeoutSecs * 1000).unref();
  }

  /** `sync <path>` of a mount is its commit. */
  mountAt(path: string): Mount | undefined {
    return this.mounts.find(({ at }) => at === path)?.mount;
  }

  async reload(): Promise<void> {
    for (const { mount } of this.mounts) await mount.reload();
  }

  async end(result: number): Promise<void> {
    if (this.result) return;
    this.result = { status: result };
    clearTimeout(this.#lifetime);
    clearTimeout(this.#idle);
    await this.container.end();
    for (const exec of this.execs) exec.kill();
    for (const { mount } of this.mounts) await mount.drop();
    await rm(this.own, { recursive: true, force: true });
    for (const tell of this.#over.splice(0)) tell();
  }

  /** Resolves when it has ended, or after `ms`. */
  async over(ms: number): Promise<void> {
    if (this.result) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#over.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
