import type { Sandbox } from 'modal';
import { pathProblem } from '@interviewlm/protocol';
import { VolumeError, type FileChange, type TreeEntry, type VolumeInfo, type VolumePort } from '../../services/volumes/port.js';
import type { Account } from './account.js';
import { ColdVolumes } from './cold.js';
import { changeCold } from './cold-changes.js';
import { within } from './deadline.js';
import { isNotFound, vendorErrors } from './errors.js';
import { execute } from './execute.js';
import type { LiveSandboxes } from './live.js';
import { readLive, treeLive, writeLive } from './live-files.js';
import { checkChanges, checkPath, pathsOf, refused } from './paths.js';
import { workspace } from './scripts.js';

export type WriteListener = (volume: string, paths: readonly string[], writing: Promise<unknown>) => void;

/**
 * Volumes of Modal, version 2. A sandbox that runs sees its own mount, and what is put beside it only after a new start: so files go
 * through the sandbox while there is one. There the commit is `sync` on the mount; without a sandbox every put is one.
 */
export class ModalVolumes implements VolumePort {
  readonly cold: ColdVolumes;
  readonly #ids = new Map<string, string>();
  readonly #listeners = new Set<WriteListener>();

  constructor(
    private readonly account: Account,
    private readonly live: LiveSandboxes,
  ) {
    this.cold = new ColdVolumes(account.client);
  }

  async create(name: string): Promise<void> {
    const volume = await vendorErrors(() =>
      within(() => this.account.client.volumes.fromName(this.account.vendorName(name), { createIfMissing: true, version: 2 }), 30_000),
    );
    this.#ids.set(name, volume.volumeId);
  }

  async exists(name: string): Promise<boolean> {
    try {
      await this.mount(name);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async list(): Promise<VolumeInfo[]> {
    const found = await this.cold.names();
    return found.flatMap(({ name, created_at }) => {
      const own = this.account.ourName(name);
      return own === null ? [] : [{ name: own, created_at }];
    });
  }

  async delete(name: string): Promise<void> {
    this.#ids.delete(name);
    await vendorErrors(() =>
      within(() => this.account.client.volumes.delete(this.account.vendorName(name), { allowMissing: true }), 30_000),
    );
  }

  async read(name: string, path: string): Promise<Uint8Array> {
    checkPath(path);
    return this.#use(
      name,
      (sandbox) => readLive(sandbox, path),
      async (id) => {
        const entry = (await this.cold.entries(id)).get(path);
        if (!entry) throw refused('not_found', path);
        if (!entry.file) throw refused('not_a_file', path);
        return this.cold.get(id, path);
      },
    );
  }

  async write(name: string, changes: readonly FileChange[]): Promise<void> {
    checkChanges(changes);
    if (changes.length === 0) return;
    const writing = this.#use(
      name,
      (sandbox) => writeLive(sandbox, changes),
      (id) => changeCold(this.cold, id, changes),
    );
    for (const listener of this.#listeners) listener(name, pathsOf(changes), writing);
    await writing;
  }

  async tree(name: string): Promise<TreeEntry[]> {
    return this.#use(name, treeLive, async (id) => {
      const entries = [...(await this.cold.entries(id)).values()];
      const files = entries.filter(({ path, file }) => file && pathProblem(path) === null);
      return files.map(({ path, size, mtime_ms }) => ({ path, size, mtime_ms })).sort((a, b) => (a.path < b.path ? -1 : 1));
    });
  }

  async commit(name: string): Promise<void> {
    await this.#use(
      name,
      async (sandbox) => {
        const { code, stderr } = await execute(sandbox, ['sync', workspace], { timeout_ms: 120_000 });
        if (code !== 0) throw new VolumeError('unavailable', 'The volume could not be committed', { cause: new Error(stderr) });
      },
      async () => undefined,
    );
  }

  /** The volume as sandboxes mount it; `not_found` when there is none. */
  async mount(name: string) {
    const volume = await vendorErrors(() => within(() => this.account.client.volumes.fromName(this.account.vendorName(name)), 30_000));
    this.#ids.set(name, volume.volumeId);
    return volume;
  }

  /** Told of every write of this process before it begins to be seen. */
  onWrite(listener: WriteListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #use<T>(name: string, alive: (sandbox: Sandbox) => Promise<T>, cold: (volumeId: string) => Promise<T>): Promise<T> {
    return this.live.use(name, alive, async () => {
      const known = this.#ids.get(name);
      if (known === undefined) return cold((await this.mount(name)).volumeId);
      try {
        return await cold(known);
      } catch (error) {
        if (isNotFound(error)) await this.mount(name);
        throw error;
      }
    });
  }
}
