import { constants } from 'node:fs';
import { open, statfs, type FileHandle } from 'node:fs/promises';
import type { Guard } from './guard.js';

/** Tells whether a run's own disk is full, also after the run has ended: an open folder keeps the disk there for one last look. */
export class DiskGauge {
  private folder: FileHandle | null = null;

  constructor(private readonly bytes: number) {}

  /** Reaches the disk through one of the sandbox's processes, as soon as there is one that sees it. */
  async find(guard: Guard): Promise<void> {
    if (this.folder) return;
    for (const pid of (await guard.pids()).reverse()) {
      const folder = await open(`/proc/${pid}/root/workspace`, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch(() => null);
      if (folder && (await this.isOurs(folder))) {
        this.folder = folder;
        return;
      }
      await folder?.close();
    }
  }

  async isFull(): Promise<boolean> {
    if (!this.folder) return false;
    const { bfree, ffree } = await statfs(pathOf(this.folder));
    return bfree === 0 || ffree === 0;
  }

  async close(): Promise<void> {
    await this.folder?.close();
    this.folder = null;
  }

  private async isOurs(folder: FileHandle): Promise<boolean> {
    const { type, blocks, bsize } = await statfs(pathOf(folder));
    return type === TMPFS_MAGIC && blocks * bsize === this.bytes;
  }
}

const O_PATH = 0o10000000;
const TMPFS_MAGIC = 0x01021994;
const pathOf = (folder: FileHandle) => `/proc/self/fd/${folder.fd}`;
