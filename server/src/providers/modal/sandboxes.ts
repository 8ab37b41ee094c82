import { setTimeout as sleep } from 'node:timers/promises';
import { AlreadyExistsError, type Sandbox } from 'modal';
import {
  VolumeError,
  type Pty,
  type RunEvent,
  type RunSpec,
  type SandboxCheck,
  type SandboxPort,
  type SandboxSpec,
} from '../../services/volumes/port.js';
import type { Account } from './account.js';
import { checkModal } from './check.js';
import { createContainer, endContainer } from './container.js';
import { within } from './deadline.js';
import { isNotFound, vendorErrors } from './errors.js';
import { execute } from './execute.js';
import { sessionTag, volumeTag, type LiveSandboxes } from './live.js';
import { runOnCopy } from './run.js';
import { workspace } from './scripts.js';
import { ModalTerminal } from './terminal.js';
import type { ModalVolumes } from './volumes.js';
import { watchVolume } from './watch.js';

export interface SandboxOptions {
  /** A sandbox with nothing running in it ends after this; its volume stays. */
  idle_ms?: number;
  /** The longest life of a session's sandbox; Modal's limit is 24 hours. */
  lifetime_ms?: number;
  /** Networks, as CIDRs, that sessions' sandboxes may reach. Runs reach none. */
  allowlist?: readonly string[];
}

/** Sandboxes of Modal: one for each session, found by its name from any process, and one for every run. */
export class ModalSandboxes implements SandboxPort {
  readonly #opening = new Map<string, Promise<{ created: boolean }>>();
  #checked: Promise<SandboxCheck> | null = null;

  constructor(
    private readonly account: Account,
    private readonly live: LiveSandboxes,
    private readonly volumes: ModalVolumes,
    private readonly options: SandboxOptions,
  ) {}

  async open(spec: SandboxSpec): Promise<{ created: boolean }> {
    const running = this.#opening.get(spec.session);
    if (running) {
      await running;
      return { created: false };
    }
    const opening = vendorErrors(() => this.#getOrCreate(spec));
    this.#opening.set(spec.session, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(spec.session);
    }
  }

  async find(session: string): Promise<string | null> {
    return (await this.#alive(session))?.sandboxId ?? null;
  }

  async list(): Promise<{ session: string; tags: Readonly<Record<string, string>> }[]> {
    const { appId } = await this.account.app();
    return vendorErrors(async () => {
      const found = await within(() => all(this.account.client.sandboxes.list({ appId })), 60_000);
      // One that ends while it is asked isn't in the list.
      const tagged = await Promise.all(found.map((sandbox) => within(() => sandbox.getTags(), 30_000).catch(() => null)));
      return tagged.flatMap((tags) => {
        if (!tags) return [];
        const { [sessionTag]: session, [volumeTag]: _, ...rest } = tags;
        return session === undefined ? [] : [{ session, tags: rest }];
      });
    });
  }

  async close(session: string): Promise<void> {
    const sandbox = await this.live.ofSession(session);
    if (!sandbox) return;
    // Whoever wanted the last changes has committed; this keeps them also for those who have not.
    await execute(sandbox, ['sync', workspace], { timeout_ms: 10_000 }).catch(() => undefined);
    try {
      await vendorErrors(() => endContainer(sandbox));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    } finally {
      this.live.forget(sandbox);
    }
  }

  run(spec: RunSpec, signal: AbortSignal): AsyncIterable<RunEvent> {
    return runOnCopy({ account: this.account, live: this.live, volumes: this.volumes }, spec, signal);
  }

  async terminal(session: string, size: { cols: number; rows: number }): Promise<Pty> {
    return vendorErrors(async () => ModalTerminal.start(await this.#must(session), size));
  }

  async watch(session: string, onChange: () => void): Promise<() => void> {
    const sandbox = await this.#must(session);
    const volume = (await vendorErrors(() => within(() => sandbox.getTags(), 30_000)))[volumeTag] ?? '';
    return watchVolume({ sandbox, volume, volumes: this.volumes, live: this.live }, onChange);
  }

  async check(): Promise<SandboxCheck> {
    this.#checked ??= checkModal(this.account);
    const answer = await this.#checked;
    if (!answer.ready) this.#checked = null;
    return answer;
  }

  async #getOrCreate(spec: SandboxSpec): Promise<{ created: boolean }> {
    for (let attempt = 0; ; attempt++) {
      const found = await this.#alive(spec.session);
      if (found) {
        this.live.remember(spec.volume, found);
        return { created: false };
      }
      try {
        return await this.#create(spec);
      } catch (error) {
        // Another process was first, or the name of one that just ended isn't free yet.
        if (!(error instanceof AlreadyExistsError) || attempt >= 20) throw error;
        await sleep(250);
      }
    }
  }

  async #create({ session, volume, image, limits, tags }: SandboxSpec): Promise<{ created: boolean }> {
    const { idle_ms = 15 * 60_000, lifetime_ms = 6 * 3600_000, allowlist = [] } = this.options;
    const sandbox = await createContainer(this.account, {
      image,
      limits,
      lifetime_ms,
      idle_ms,
      allowlist,
      name: session,
      volume: await this.volumes.mount(volume),
      tags: { ...tags, [sessionTag]: session, [volumeTag]: volume },
    });
    await execute(sandbox, ['true'], { timeout_ms: 60_000 });
    this.live.remember(volume, sandbox);
    return { created: true };
  }

  async #alive(session: string): Promise<Sandbox | null> {
    const sandbox = await this.live.ofSession(session);
    return sandbox && !(await this.live.isOver(sandbox)) ? sandbox : null;
  }

  async #must(session: string): Promise<Sandbox> {
    const sandbox = await this.#alive(session);
    if (!sandbox) throw new VolumeError('not_found', 'The session has no sandbox that runs.');
    return sandbox;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
