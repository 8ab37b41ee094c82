import { randomUUID } from 'node:crypto';
import { mkdirSync, type Stats } from 'node:fs';
import { access, chown, lchown, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, pathProblem } from '@interviewlm/protocol';
import { VolumeError, type FileChange, type TreeEntry, type VolumeInfo, type VolumePort } from '../../services/volumes/port.js';
import { Directory, ignoring, type Owner } from './files/directory.js';
import { asVolumeError, codeOf, notAFile } from './files/errors.js';
import type { Owners } from './files/owners.js';
import { checkVolumeName, pathParts } from './files/path.js';
import { discard, discardFolder, emptyTrash } from './files/remove.js';
import { isNamedFile, walk } from './files/walk.js';

/** For whoever must tell the server's own writes from others'. */
export interface WriteListener {
  begun(volume: string): void;
  /** With the paths that it touched, whether it succeeded or not. */
  ended(volume: string, paths: readonly string[]): void;
}

/**
 * Volumes as folders `<dataDir>/volumes/<name>`, each owned by the host user that its sandbox runs as.
 * Its content is hostile: see `Directory` for how it is reached.
 */
export class LocalVolumes implements VolumePort {
  private readonly root: string;
  private readonly trash: string;
  private readonly incoming: string;
  private readonly listeners = new Set<WriteListener>();
  private emptying: Promise<void> = Promise.resolve();

  constructor(
    dataDir: string,
    private readonly ownersOf: (volumes: string) => Owners,
  ) {
    this.root = join(dataDir, 'volumes');
    this.trash = join(dataDir, 'volumes-trash');
    this.incoming = join(dataDir, 'volumes-incoming');
    for (const folder of [this.root, this.trash, this.incoming]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  get owners(): Owners {
    return (this.knownOwners ??= this.ownersOf(this.root));
  }
  private knownOwners: Owners | undefined;

  async create(name: string): Promise<void> {
    const path = this.pathOf(name);
    const fresh = join(this.incoming, randomUUID());
    const owner = this.owners.forVolume();
    if (await isThere(path)) return;
    await mkdir(fresh, { mode: 0o755 });
    if (owner !== null) await chown(fresh, owner, owner);
    // A folder that somebody else made in between, with files or without, stays as it is.
    await rename(fresh, path).catch(ignoring('ENOTEMPTY', 'EEXIST'));
  }

  async exists(name: string): Promise<boolean> {
    return isThere(this.pathOf(name));
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
    await discard(this.pathOf(name), this.trash).catch(ignoring('ENOENT'));
    await this.cleanUp();
  }

  async read(name: string, path: string): Promise<Uint8Array> {
    return this.inVolume(name, path, (root) => readFile(root, path, limits.workspaceBytes));
  }

  async write(name: string, changes: readonly FileChange[]): Promise<void> {
    const touched: string[] = [];
    for (const listener of this.listeners) listener.begun(name);
    try {
      for (const change of changes) {
        touched.push(...(change.kind === 'move' ? [change.from, change.to] : [change.path]));
        await this.inVolume(name, touched[touched.length - 1] ?? '', (root) => this.apply(root, change));
      }
    } finally {
      for (const listener of this.listeners) listener.ended(name, touched);
    }
  }

  async tree(name: string): Promise<TreeEntry[]> {
    const files = await this.inVolume(name, '.', async (root) => {
      const found: TreeEntry[] = [];
      for await (const entry of walk(root)) {
        if (isNamedFile(entry) && pathProblem(entry.path) === null) found.push(treeEntry(entry.path, entry.stat));
      }
      return found;
    });
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** The host's own disk: what was written is there after any crash of a sandbox, or of the server. */
  async commit(name: string): Promise<void> {
    await this.inVolume(name, '.', async () => undefined);
  }

  onWrite(listener: WriteListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The host folder of an existing volume and the user that owns it. */
  async mount(name: string): Promise<{ path: string; owner: Owner }> {
    const path = this.pathOf(name);
    return this.inVolume(name, '.', async (root) => {
      if (this.owners.isForeign((await root.stat()).uid)) await giveTo(root, this.owners.forVolume());
      const { uid } = await root.stat();
      return { path, owner: uid === process.getuid?.() ? null : uid };
    });
  }

  /** Calls `use` with the open folder; `path` is what errors name. */
  async inVolume<T>(name: string, path: string, use: (root: Directory) => Promise<T>): Promise<T> {
    const root = await Directory.open(this.pathOf(name)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      throw new VolumeError('not_found', `There is no volume ${name}.`, { cause: error });
    });
    try {
      return await use(root);
    } catch (error) {
      throw asVolumeError(error, path);
    } finally {
      await root.close();
    }
  }

  /** Content that may take most of `limit` bytes: every regular file, in no order. */
  async *contents(name: string, limit: number): AsyncGenerator<{ path: string; content: Buffer }> {
    const entries = await this.tree(name);
    if (entries.reduce((sum, { size }) => sum + size, 0) > limit) {
      throw new VolumeError(
        'volume_full',
        `The files of the volume take more than the ${Math.floor(limit / 1024 / 1024)} MB that a run may use.`,
      );
    }
    for (let from = 0; from < entries.length; from += readsAtOnce) {
      const some = entries.slice(from, from + readsAtOnce);
      const contents = some.map(({ path }) => this.inVolume(name, path, (root) => readFile(root, path, limit)).catch(() => null));
      for (const [index, content] of (await Promise.all(contents)).entries()) {
        // A file that went away meanwhile isn't part of the copy.
        if (content) yield { path: some[index]?.path ?? '', content };
      }
    }
  }

  /** Empties what `delete` moved away, also what an earlier process left. Deletions wait for their own content to be gone. */
  cleanUp(): Promise<void> {
    this.emptying = this.emptying.catch(() => undefined).then(() => emptyTrash(this.trash));
    return this.emptying;
  }

  private async apply(root: Directory, change: FileChange): Promise<void> {
    const { uid } = await root.stat();
    const owner = uid === process.getuid?.() ? null : uid;
    if (change.kind === 'write') await this.put(root, change.path, change.content, owner);
    else if (change.kind === 'delete') await this.remove(root, change.path);
    else await move(root, change.from, change.to, owner);
  }

  /** Written aside and renamed into place: the sandbox sees the old content or the new, never half of it. */
  private async put(root: Directory, path: string, content: Uint8Array, owner: Owner): Promise<void> {
    const { folders, name } = split(path);
    await root.within(folders, makeWith(owner), async (folder) => {
      const present = await folder.lstat(name).catch(ignoring('ENOENT'));
      if (present && !present.isFile()) throw notAFile(path);
      const aside = join(this.incoming, randomUUID());
      try {
        await writeOwned(aside, content, owner, present ? present.mode & 0o777 : 0o644);
        await rename(aside, folder.at(name));
      } catch (error) {
        await unlink(aside).catch(() => undefined);
        throw error;
      }
    });
  }

  private async remove(root: Directory, path: string): Promise<void> {
    const { folders, name } = split(path);
    await root.within(folders, stepInto, async (folder) => {
      const present = await folder.lstat(name);
      if (!present.isDirectory()) return unlink(folder.at(name));
      await discardFolder(folder, name, this.trash);
    });
    void this.cleanUp().catch(() => undefined);
  }

  private pathOf(name: string): string {
    return join(this.root, checkVolumeName(name));
  }
}

/** Hands a whole volume over, links themselves included; the folder last, so that an interrupted hand-over starts again. */
async function giveTo(root: Directory, owner: Owner): Promise<void> {
  if (owner === null) return;
  for await (const { at } of walk(root)) await lchown(at, owner, owner);
  await chown(root.self, owner, owner);
}

const readsAtOnce = 32;

async function readFile(root: Directory, path: string, limit: number): Promise<Buffer> {
  const { folders, name } = split(path);
  return root.within(folders, stepInto, async (folder) => {
    const file = await folder.file(name);
    try {
      const info = await file.stat();
      if (!info.isFile()) throw notAFile(path);
      if (info.size > limit)
        throw new VolumeError('too_large', `${JSON.stringify(path)} has ${info.size} bytes; at most ${limit} can be read.`);
      // The file may grow while it is read: no more is taken than it had.
      const content = Buffer.alloc(info.size);
      let filled = 0;
      while (filled < content.length) {
        const { bytesRead } = await file.read(content, filled, content.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return content.subarray(0, filled);
    } finally {
      await file.close();
    }
  });
}

async function move(root: Directory, from: string, to: string, owner: Owner): Promise<void> {
  const source = split(from);
  const target = split(to);
  await root.within(source.folders, stepInto, async (sourceFolder) => {
    const moved = await sourceFolder.lstat(source.name);
    if (!moved.isFile() && !moved.isDirectory()) throw notAFile(from);
    await root.within(target.folders, makeWith(owner), async (targetFolder) => {
      if (await targetFolder.lstat(target.name).catch(ignoring('ENOENT')))
        throw new VolumeError('exists', `${JSON.stringify(to)} is there already.`);
      await rename(sourceFolder.at(source.name), targetFolder.at(target.name));
    });
  });
}

async function writeOwned(path: string, content: Uint8Array, owner: Owner, mode: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    if (owner !== null) await file.chown(owner, owner);
    await file.chmod(mode);
  } finally {
    await file.close();
  }
}

function split(path: string): { folders: string[]; name: string } {
  const parts = pathParts(path);
  const name = parts.pop() ?? '';
  return { folders: parts, name };
}

const stepInto = (from: Directory, name: string) => from.child(name);
const makeWith = (owner: Owner) => (from: Directory, name: string) => from.makeChild(name, owner);

const treeEntry = (path: string, { size, mtimeMs }: Stats): TreeEntry => ({ path, size, mtime_ms: Math.round(mtimeMs) });

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
