import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chown, lchown, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, pathProblem } from '@interviewlm/protocol';
import { VolumeError, type FileChange, type TreeEntry, type VolumeInfo, type VolumePort } from '../../services/volumes/port.js';
import { openStore, type OpenedStore } from './disks/open.js';
import type { Place, VolumeStore } from './disks/store.js';
import { Directory, ignoring, type Owner } from './files/directory.js';
import { asVolumeError, notAFile } from './files/errors.js';
import { VolumeOwners } from './files/owners.js';
import { checkVolumeName, pathParts } from './files/path.js';
import { discardFolder } from './files/remove.js';
import { isNamedFile, walk } from './files/walk.js';

/** For whoever must tell the server's own writes from others'. */
export interface WriteListener {
  begun(volume: string): void;
  /** With the paths that it touched, whether it succeeded or not. */
  ended(volume: string, paths: readonly string[]): void;
}

/** What a sandbox mounts, for as long as it is held. */
export interface HeldVolume {
  bind: Place['bind'];
  owner: Owner;
  /** Its own file system has a size that the kernel holds. */
  holdsSize: boolean;
  release: () => void;
}

/** Volumes on this machine's disk. Their content is hostile: see `Directory` for how it is reached, and `VolumeStore` for how it is kept. */
export class LocalVolumes implements VolumePort {
  private readonly listeners = new Set<WriteListener>();
  private readonly opened: Promise<OpenedStore & { owners: VolumeOwners }>;

  /** `separate`: each volume belongs to a host user of its own. */
  constructor(dataDir: string, separate: boolean) {
    this.opened = openStore(dataDir).then(async (opened) => ({
      ...opened,
      owners: new VolumeOwners(await opened.store.owners(), separate),
    }));
    // Whoever uses a volume hears of it.
    this.opened.catch(() => undefined);
  }

  /** Why sizes are only watched, as the end of a sentence; null where they are held. */
  async weakness(): Promise<string | null> {
    return (await this.opened).weakness;
  }

  async create(name: string): Promise<void> {
    const { store, owners } = await this.opened;
    await store.create(checkVolumeName(name), owners.fresh());
  }

  async exists(name: string): Promise<boolean> {
    return (await this.store()).exists(checkVolumeName(name));
  }

  async list(): Promise<VolumeInfo[]> {
    return (await this.store()).list();
  }

  async delete(name: string): Promise<void> {
    await (await this.store()).delete(checkVolumeName(name));
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
        await this.inVolume(name, touched[touched.length - 1] ?? '', (root, place) => this.apply(root, place, change));
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

  /** Keeps an existing volume reachable for a sandbox. */
  async hold(name: string): Promise<HeldVolume> {
    const { store, owners } = await this.opened;
    const { place, release } = await store.lease(checkVolumeName(name));
    try {
      const root = await Directory.open(place.files);
      try {
        if (owners.isForeign((await root.stat()).uid)) await giveTo(root, owners.fresh());
        const { uid } = await root.stat();
        return { bind: place.bind, owner: ownerOf(uid), holdsSize: store.holdsSize && place.bind.namespace !== null, release };
      } finally {
        await root.close();
      }
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Calls `use` with the open folder; `path` is what errors name. */
  async inVolume<T>(name: string, path: string, use: (root: Directory, place: Place) => Promise<T>): Promise<T> {
    const { place, release } = await (await this.store()).lease(checkVolumeName(name));
    try {
      const root = await Directory.open(place.files);
      try {
        return await use(root, place);
      } finally {
        await root.close();
      }
    } catch (error) {
      throw asVolumeError(error, path);
    } finally {
      release();
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

  async cleanUp(): Promise<void> {
    await (await this.store()).cleanUp();
  }

  async stop(): Promise<void> {
    await (await this.store()).close();
  }

  private async apply(root: Directory, place: Place, change: FileChange): Promise<void> {
    const owner = ownerOf((await root.stat()).uid);
    if (change.kind === 'write') await put(root, place, change, owner);
    else if (change.kind === 'move') await move(root, change.from, change.to, owner);
    else if (await remove(root, place, change.path)) void this.cleanUp().catch(() => undefined);
  }

  private async store(): Promise<VolumeStore> {
    return (await this.opened).store;
  }
}

const ownerOf = (uid: number): Owner => (uid === process.getuid?.() ? null : uid);

/** Written aside and renamed into place: the sandbox sees the old content or the new, never half of it. */
async function put(root: Directory, place: Place, { path, content }: Extract<FileChange, { kind: 'write' }>, owner: Owner): Promise<void> {
  const { folders, name } = split(path);
  await root.within(folders, makeWith(owner), async (folder) => {
    const present = await folder.lstat(name).catch(ignoring('ENOENT'));
    if (present && !present.isFile()) throw notAFile(path);
    const aside = join(place.incoming, randomUUID());
    try {
      await writeOwned(aside, content, owner, present ? present.mode & 0o777 : 0o644);
      await rename(aside, folder.at(name));
    } catch (error) {
      await unlink(aside).catch(() => undefined);
      throw error;
    }
  });
}

/** True when it was a folder, which is now in the trash. */
async function remove(root: Directory, place: Place, path: string): Promise<boolean> {
  const { folders, name } = split(path);
  return root.within(folders, stepInto, async (folder) => {
    const present = await folder.lstat(name);
    if (present.isDirectory()) await discardFolder(folder, name, place.trash);
    else await unlink(folder.at(name));
    return present.isDirectory();
  });
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
