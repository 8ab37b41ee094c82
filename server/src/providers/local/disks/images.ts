import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, realpathSync, rmSync, type Stats } from 'node:fs';
import { chown, link, mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { VolumeError, type VolumeInfo } from '../../../services/volumes/port.js';
import { ignoring, type Owner } from '../files/directory.js';
import { codeOf } from '../files/errors.js';
import { emptyTrash } from '../files/remove.js';
import { Launcher } from '../launcher.js';
import { ownerTag } from '../owner-tag.js';
import type { Programs } from '../programs.js';
import { noVolume, type FolderStore } from './folders.js';
import { MountNamespace } from './namespace.js';
import { volumeLimits, type Lease, type Place, type VolumeStore } from './store.js';

/**
 * Volumes as file systems of a fixed size, each in a file `<dataDir>/volumes-images/<name>` that belongs to the host user of its sandbox:
 * the kernel answers ENOSPC to whoever wants more. They are mounted while somebody uses them, each in a namespace of its own.
 * Volumes that were made as folders stay folders.
 */
export class ImageStore implements VolumeStore {
  readonly holdsSize = true;
  private readonly mounted = new Map<string, Mounted>();
  private readonly leaving = new Map<string, Promise<void>>();

  private constructor(
    private readonly folders: FolderStore,
    private readonly makeImage: string,
    private readonly programs: Programs,
    private readonly launcher: Launcher,
    private readonly images: string,
    private readonly mountPoint: string,
  ) {}

  /** Rejects where images can't be mounted; nothing is left behind then. */
  static async open(dataDir: string, folders: FolderStore, programs: Programs, makeImage: string): Promise<ImageStore> {
    const images = join(realpathSync(dataDir), 'volumes-images');
    mkdirSync(images, { recursive: true, mode: 0o700 });
    const store = new ImageStore(
      folders,
      makeImage,
      programs,
      new Launcher(),
      images,
      mountPointOf(join(realpathSync(dataDir), 'volumes-mounts')),
    );
    try {
      await store.try();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async create(name: string, owner: Owner): Promise<void> {
    if (await this.exists(name)) return;
    const fresh = join(this.images, `${unfinished}${randomUUID()}`);
    try {
      await this.format(fresh);
      if (owner !== null) await chown(fresh, owner, owner);
      // Whoever was first made the volume.
      await link(fresh, this.imageOf(name)).catch(ignoring('EEXIST'));
    } finally {
      await rm(fresh, { force: true });
    }
  }

  async exists(name: string): Promise<boolean> {
    return (await infoOf(this.imageOf(name))) !== null || this.folders.exists(name);
  }

  async list(): Promise<VolumeInfo[]> {
    const names = await this.names();
    const infos = await Promise.all(names.map((name) => infoOf(this.imageOf(name))));
    const ours = names.flatMap((name, index) => {
      const created_at = infos[index]?.birthtime;
      return created_at ? [{ name, created_at }] : [];
    });
    return [...ours, ...(await this.folders.list())];
  }

  async delete(name: string): Promise<void> {
    await this.folders.delete(name);
    await unlink(this.imageOf(name)).catch(ignoring('ENOENT'));
    // Whoever still holds it keeps it alive, and nobody else finds it.
    await this.detach(name);
  }

  async lease(name: string): Promise<Lease> {
    if (!this.mounted.has(name) && (await this.folders.exists(name))) return this.folders.lease(name);
    await this.leaving.get(name);
    const mounted = this.mounted.get(name) ?? this.attach(name);
    mounted.leases++;
    clearTimeout(mounted.idle);
    let released = false;
    const release = () => {
      if (!released && --mounted.leases === 0) this.letGo(name, mounted);
      released = true;
    };
    try {
      return { place: await mounted.place, release };
    } catch (error) {
      if (this.mounted.get(name) === mounted) this.mounted.delete(name);
      throw error;
    }
  }

  async owners(): Promise<number[]> {
    const infos = await Promise.all((await this.names()).map((name) => infoOf(this.imageOf(name))));
    return [...infos.flatMap((info) => (info ? [info.uid] : [])), ...(await this.folders.owners())];
  }

  async cleanUp(): Promise<void> {
    await this.folders.cleanUp();
    for (const name of [...this.mounted.keys()]) {
      // One that was deleted meanwhile took its trash with it.
      const lease = await this.lease(name).catch(() => null);
      if (lease) await emptyTrash(lease.place.trash).finally(lease.release);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.mounted.keys()].map((name) => this.detach(name)));
    await Promise.all(this.leaving.values());
    await this.folders.close();
    await this.launcher.close();
    await rm(this.mountPoint, { recursive: true, force: true });
  }

  private attach(name: string): Mounted {
    const mounted: Mounted = { place: this.mount(name), leases: 0, idle: undefined };
    mounted.place.catch(() => undefined);
    this.mounted.set(name, mounted);
    return mounted;
  }

  private async mount(name: string): Promise<MountedPlace> {
    const image = this.imageOf(name);
    const info = await infoOf(image);
    if (info === null) throw noVolume(name);
    const namespace = await MountNamespace.open(this.launcher, this.programs, image, this.mountPoint).catch((cause: unknown) => {
      throw new VolumeError('unavailable', 'The volume could not be mounted.', { cause });
    });
    try {
      return await this.placeIn(namespace, info);
    } catch (error) {
      await namespace.close();
      throw error;
    }
  }

  private async placeIn(namespace: MountNamespace, { uid, gid }: Stats): Promise<MountedPlace> {
    const inside = (part: string) => namespace.at(join(this.mountPoint, part));
    const place = {
      files: inside('files'),
      incoming: inside('incoming'),
      trash: inside('trash'),
      bind: { path: join(this.mountPoint, 'files'), namespace },
    };
    // Its maker may have died before it was given away; and what died on its way in or out goes.
    const [files, lost] = await Promise.all([stat(place.files), readdir(place.incoming), emptyTrash(place.trash)]);
    if (files.uid !== uid) await chown(place.files, uid, gid);
    for (const one of lost) await rm(join(place.incoming, one), { force: true });
    return place;
  }

  /** Nobody has it any more. Somebody may come again soon, unless it was deleted meanwhile. */
  private letGo(name: string, mounted: Mounted): void {
    if (this.mounted.get(name) !== mounted) return void this.unmount(name, mounted);
    mounted.idle = setTimeout(() => void this.detach(name), idle_ms);
    mounted.idle.unref();
  }

  private async detach(name: string): Promise<void> {
    const mounted = this.mounted.get(name);
    if (!mounted) return;
    this.mounted.delete(name);
    clearTimeout(mounted.idle);
    // Whoever still has it reaches it by the number of a descriptor, which another volume gets once it is closed.
    if (mounted.leases === 0) await this.unmount(name, mounted);
  }

  private async unmount(name: string, mounted: Mounted): Promise<void> {
    const leaving = mounted.place.then((place) => place.bind.namespace.close()).catch(() => undefined);
    this.leaving.set(name, leaving);
    await leaving;
    if (this.leaving.get(name) === leaving) this.leaving.delete(name);
  }

  private async format(image: string): Promise<void> {
    const file = await open(image, 'wx', 0o600);
    await file.truncate(imageBytes);
    await file.close();
    const seed = join(this.images, `${unfinished}seed-${randomUUID()}`);
    for (const part of ['files', 'incoming', 'trash']) await mkdir(join(seed, part), { recursive: true, mode: 0o755 });
    const options = ['-q', '-F', '-m', '0', '-N', String(volumeLimits.files), '-J', 'size=4', '-E', 'lazy_itable_init=1,nodiscard'];
    await this.launcher.run(this.makeImage, [...options, '-d', seed, image]);
    await rm(seed, { recursive: true });
  }

  /** Proves on an image of no interview that the whole way works here, and clears what a process that was killed left half made. */
  private async try(): Promise<void> {
    for (const name of (await readdir(this.images)).filter((one) => one.startsWith(unfinished))) {
      const path = join(this.images, name);
      const info = await infoOf(path);
      if (info && Date.now() - info.mtimeMs > abandoned_ms) await rm(path, { recursive: true, force: true });
    }
    const name = `trial-${randomUUID()}`;
    await this.create(name, null);
    try {
      (await this.lease(name)).release();
    } finally {
      await this.delete(name);
    }
  }

  private async names(): Promise<string[]> {
    return (await readdir(this.images)).filter((name) => !name.startsWith(unfinished));
  }

  private imageOf(name: string): string {
    return join(this.images, name);
  }
}

type MountedPlace = Place & { bind: { namespace: MountNamespace } };

interface Mounted {
  place: Promise<MountedPlace>;
  leases: number;
  idle: NodeJS.Timeout | undefined;
}

/** No volume's name begins with it. */
const unfinished = '.';
const idle_ms = 60_000;
const abandoned_ms = 3_600_000;
/** With what ext4 itself takes, so that a little less than `volumeLimits.megabytes` can be written. */
const imageBytes = (volumeLimits.megabytes + 6) * 1024 * 1024;

/**
 * An empty folder for this process alone: mount points that another one removes would be unmounted here. Those of processes that are gone go.
 */
function mountPointOf(parent: string): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const tag = ownerTag();
  for (const name of readdirSync(parent)) if (!tag.isAlive(name)) rmSync(join(parent, name), { recursive: true, force: true });
  const own = join(parent, tag.name);
  mkdirSync(own, { mode: 0o700 });
  return own;
}

async function infoOf(image: string) {
  try {
    return await stat(image);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
