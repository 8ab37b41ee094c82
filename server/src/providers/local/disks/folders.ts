import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { access, chown, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VolumeError, type VolumeInfo } from '../../../services/volumes/port.js';
import { ignoring, type Owner } from '../files/directory.js';
import { discard, emptyTrash } from '../files/remove.js';
import type { Lease, VolumeStore } from './store.js';

/** Volumes as folders `<dataDir>/volumes/<name>`, each owned by the host user that its sandbox runs as. Their size is only watched. */
export class FolderStore implements VolumeStore {
  readonly holdsSize = false;
  private readonly root: string;
  private readonly trash: string;
  private readonly incoming: string;
  private emptying: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.root = join(dataDir, 'volumes');
    this.trash = join(dataDir, 'volumes-trash');
    this.incoming = join(dataDir, 'volumes-incoming');
    for (const folder of [this.root, this.trash, this.incoming]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  async create(name: string, owner: Owner): Promise<void> {
    const path = join(this.root, name);
    if (await isThere(path)) return;
    const fresh = join(this.incoming, randomUUID());
    await mkdir(fresh, { mode: 0o755 });
    if (owner !== null) await chown(fresh, owner, owner);
    // A folder that somebody else made in between, with files or without, stays as it is.
    await rename(fresh, path).catch(ignoring('ENOTEMPTY', 'EEXIST'));
  }

  exists(name: string): Promise<boolean> {
    return isThere(join(this.root, name));
  }

  async list(): Promise<VolumeInfo[]> {
    const names = await readdir(this.root);
    const found = await Promise.all(names.map((name) => stat(join(this.root, name)).catch(() => null)));
    return names.flatMap((name, index) => {
      const info = found[index];
      return info?.isDirectory() ? [{ name, created_at: info.birthtime }] : [];
    });
  }

  async delete(name: string): Promise<void> {
    await discard(join(this.root, name), this.trash).catch(ignoring('ENOENT'));
    await this.cleanUp();
  }

  async lease(name: string): Promise<Lease> {
    const files = join(this.root, name);
    if (!(await isThere(files))) throw noVolume(name);
    return {
      place: { files, incoming: this.incoming, trash: this.trash, bind: { path: files, namespace: null } },
      release: () => undefined,
    };
  }

  async owners(): Promise<number[]> {
    const names = await readdir(this.root);
    return (await Promise.all(names.map((name) => stat(join(this.root, name))))).map(({ uid }) => uid);
  }

  /** Deletions wait for their own content to be gone. */
  cleanUp(): Promise<void> {
    this.emptying = this.emptying.catch(() => undefined).then(() => emptyTrash(this.trash));
    return this.emptying;
  }

  async close(): Promise<void> {
    await this.emptying.catch(() => undefined);
  }
}

export const noVolume = (name: string, cause?: unknown) => new VolumeError('not_found', `There is no volume ${name}.`, { cause });

export const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
