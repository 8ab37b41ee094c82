import { close, constants } from 'node:fs';
import { promisify } from 'node:util';
import type { Launcher } from '../launcher.js';
import type { Programs } from '../programs.js';

/**
 * A mount namespace with one image mounted in it, which only this process holds, by two descriptors: it is in no table of the host, and the
 * kernel unmounts it when the server and its last sandbox have ended, however they end. One for each volume: what is mounted in one that
 * many share has to be copied into every sandbox, which with a hundred of them takes most of the time of starting one.
 */
export class MountNamespace {
  private constructor(
    private readonly namespace: number,
    private readonly root: number,
  ) {}

  /** Rejects with what `mount` complained about. `folder` is where the image is then found, in here alone. */
  static async open(launcher: Launcher, programs: Programs, image: string, folder: string): Promise<MountNamespace> {
    const script = '"$1" -t ext4 -o loop,nosuid,nodev,noatime,discard -- "$2" "$3" && echo ready && read -r';
    const words = ['--mount', '--propagation', 'private', '--', programs.bash, '-c', script, 'namespace', programs.mount, image, folder];
    const [namespace = -1, root = -1] = await launcher.hold(programs.unshare, words, [
      { path: 'ns/mnt', flags: constants.O_RDONLY },
      { path: 'root', flags: O_PATH | constants.O_DIRECTORY },
    ]);
    return new MountNamespace(namespace, root);
  }

  /** How the host reaches an absolute path of the namespace. */
  at(path: string): string {
    return `/proc/${process.pid}/fd/${this.root}${path}`;
  }

  /** What `nsenter` takes; other processes of this user can open it as well. */
  get file(): string {
    return `/proc/${process.pid}/fd/${this.namespace}`;
  }

  /** Unmounts the image, unless a sandbox still has it: then that one does when it ends. */
  async close(): Promise<void> {
    // Not at once on this thread: what was not on the disk yet is written by the last of the two.
    await closed(this.root);
    await closed(this.namespace);
  }
}

const closed = promisify(close);
const O_PATH = 0o10000000;
