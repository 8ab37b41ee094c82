import { randomBytes } from 'node:crypto';
import { cp, lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface StoredVolume {
  id: string;
  name: string;
  createdAt: number;
}

/**
 * Volumes as Modal keeps them: what is committed is what others see. A mount is a copy of that moment; `sync` in it carries its changes
 * back, file by file, and nothing else does.
 */
export class VolumeStore {
  readonly #volumes = new Map<string, StoredVolume>();

  constructor(private readonly root: string) {}

  byName(name: string): StoredVolume | undefined {
    return [...this.#volumes.values()].find((volume) => volume.name === name);
  }

  has(id: string): boolean {
    return this.#volumes.has(id);
  }

  all(): StoredVolume[] {
    return [...this.#volumes.values()];
  }

  async create(name: string): Promise<StoredVolume> {
    const known = this.byName(name);
    if (known) return known;
    const volume = { id: `vo-${randomBytes(11).toString('hex')}`, name, createdAt: Date.now() / 1000 };
    this.#volumes.set(volume.id, volume);
    await mkdir(this.committed(volume.id), { recursive: true });
    return volume;
  }

  async delete(id: string): Promise<boolean> {
    if (!this.#volumes.delete(id)) return false;
    await rm(this.committed(id), { recursive: true, force: true });
    return true;
  }

  /** The folder of what is committed. */
  committed(id: string): string {
    return join(this.root, 'committed', id);
  }

  async mount(id: string, name: string): Promise<Mount> {
    const mount = new Mount(this.committed(id), join(this.root, 'mounts', name, id));
    await mount.reload();
    return mount;
  }
}

/** One sandbox's view of a volume. */
export class Mount {
  #base = new Map<string, string>();

  constructor(
    private readonly committed: string,
    readonly path: string,
  ) {}

  /** Everything that was not committed is lost; what others committed appears. */
  async reload(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    await mkdir(this.path, { recursive: true });
    await cp(this.committed, this.path, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    this.#base = await stamps(this.path);
  }

  async commit(): Promise<void> {
    const now = await stamps(this.path);
    for (const path of this.#base.keys()) if (!now.has(path)) await rm(join(this.committed, path), { recursive: true, force: true });
    for (const [path, stamp] of now) {
      if (this.#base.get(path) === stamp) continue;
      await rm(join(this.committed, path), { recursive: true, force: true });
      await cp(join(this.path, path), join(this.committed, path), { preserveTimestamps: true, verbatimSymlinks: true });
    }
    this.#base = now;
  }

  async drop(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Files and links below, each with what changes when it does. Pipes and sockets are not kept. */
async function stamps(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs, ino } = await lstat(path);
    found.set(relative(root, path), `${size} ${mtimeMs} ${ino}`);
  }
  return found;
}

export const readCommitted = (folder: string, path: string): Promise<Buffer> => readFile(join(folder, path));
