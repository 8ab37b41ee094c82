import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { Launcher } from '../launcher.js';
import type { Programs } from '../programs.js';

/**
 * A mount namespace that only this process holds, by two descriptors: what is mounted in it is in no table of the host, and is unmounted by
 * the kernel when the server and its last sandbox have ended, however they end.
 */
export class MountNamespace {
  readonly launcher = new Launcher();

  private constructor(
    private readonly programs: Programs,
    private readonly namespace: number,
    private readonly root: number,
  ) {}

  /** Unmounting below `folder` reaches the copies that sandboxes made of this namespace. */
  static async open(programs: Programs, folder: string): Promise<MountNamespace> {
    const script = '"$1" --bind "$2" "$2" && "$1" --make-shared "$2" && echo ready && read -r';
    const words = ['--mount', '--propagation', 'private', '--', programs.bash, '-c', script, 'namespace', programs.mount, folder];
    const keeper = spawn(programs.unshare, words, { env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
    const complaint: Buffer[] = [];
    keeper.stderr.on('data', (data: Buffer) => complaint.push(data));
    const ready = await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'close').then(() => null)]);
    if (ready === null) throw new Error(Buffer.concat(complaint).toString().trim() || 'no mount namespace can be made');
    try {
      const namespace = openSync(`/proc/${keeper.pid ?? 0}/ns/mnt`, constants.O_RDONLY);
      return new MountNamespace(programs, namespace, openSync(`/proc/${keeper.pid ?? 0}/root`, O_PATH | constants.O_DIRECTORY));
    } finally {
      keeper.stdin.end('\n');
    }
  }

  /** How the host reaches an absolute path of the namespace. */
  at(path: string): string {
    return `/proc/${process.pid}/fd/${this.root}${path}`;
  }

  /** What `nsenter` takes; other processes of this user can open it as well. */
  get file(): string {
    return `/proc/${process.pid}/fd/${this.namespace}`;
  }

  async mountImage(image: string, folder: string): Promise<void> {
    await this.run(this.programs.mount, '-t', 'ext4', '-o', 'loop,nosuid,nodev,noatime,discard', '--', image, folder);
  }

  /** Lazily where something still sits in it: it then goes with its last user. */
  async unmount(folder: string): Promise<void> {
    await this.run(this.programs.umount, '--', folder).catch(() => this.run(this.programs.umount, '--lazy', '--', folder));
  }

  async close(): Promise<void> {
    await this.launcher.close();
    closeSync(this.root);
    closeSync(this.namespace);
  }

  private async run(program: string, ...args: string[]): Promise<void> {
    await this.launcher.run(this.programs.nsenter, [`--mount=${this.file}`, '--', program, ...args]);
  }
}

const O_PATH = 0o10000000;
