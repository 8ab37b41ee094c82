import { constants, lstatSync, type Stats } from 'node:fs';
import { chmod, chown, lstat, mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { codeOf } from './errors.js';

/** Owner of what the host makes inside a volume; null leaves it the server's own. */
export type Owner = number | null;

/**
 * One open folder, named by its descriptor. Whoever can write inside a volume can swap any name for a link between two system calls,
 * so nothing below a volume is ever opened by a path of more than one name: each step opens one name in an open folder, following no link.
 */
export class Directory {
  private constructor(private readonly handle: FileHandle) {}

  /** Opens a folder that only the server can replace. */
  static async open(path: string): Promise<Directory> {
    return new Directory(await open(path, folderFlags));
  }

  /** The path of a name in this folder. It stays right wherever the folder is moved. */
  at(name: string | Buffer): string | Buffer {
    const prefix = `/proc/self/fd/${this.handle.fd}/`;
    return typeof name === 'string' ? prefix + name : Buffer.concat([Buffer.from(prefix), name]);
  }

  async child(name: string | Buffer): Promise<Directory> {
    return new Directory(await open(this.at(name), folderFlags));
  }

  /** Like `child`, made first when it is missing. */
  async makeChild(name: string, owner: Owner): Promise<Directory> {
    try {
      return await this.child(name);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    await mkdir(this.at(name), 0o755).catch(ignoring('EEXIST'));
    const made = await this.child(name);
    if (owner !== null) await chown(made.self, owner, owner);
    return made;
  }

  /** Opens a file for reading; the caller checks that it is one, since a FIFO or a device opens as well. */
  file(name: string | Buffer): Promise<FileHandle> {
    return open(this.at(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY);
  }

  lstat(name: string | Buffer): Promise<Stats> {
    return lstat(this.at(name));
  }

  /** For whole trees: ten times cheaper than a trip through the thread pool for each name. Null when the name is gone. */
  glance(name: string | Buffer): Stats | null {
    try {
      return lstatSync(this.at(name));
    } catch {
      return null;
    }
  }

  stat(): Promise<Stats> {
    return stat(this.self);
  }

  /** Lets the server list and empty a folder whose owner took its own rights away. */
  async unlock(): Promise<void> {
    await chmod(this.self, 0o700);
  }

  /** The folder itself, for calls that want a path. */
  get self(): string {
    return `/proc/self/fd/${this.handle.fd}`;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Walks `names` from this folder and hands the last one's folder to `use`; every descriptor opened on the way is closed. */
  async within<T>(
    names: readonly string[],
    step: (from: Directory, name: string) => Promise<Directory>,
    use: (at: Directory) => Promise<T>,
  ): Promise<T> {
    const [name, ...rest] = names;
    if (name === undefined) return use(this);
    const next = await step(this, name);
    try {
      return await next.within(rest, step, use);
    } finally {
      await next.close();
    }
  }
}

export const ignoring =
  (...codes: string[]) =>
  (error: unknown): void => {
    if (!codes.includes(codeOf(error))) throw error;
  };

// O_PATH opens a folder without asking for the right to read it, and never blocks. Node has no name for it; the number is Linux's.
const O_PATH = 0o10000000;
const folderFlags = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
