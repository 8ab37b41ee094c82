import type { Stats } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { VolumeError } from '../../services/volumes/port.js';
import { volumeLimits } from './disks/store.js';
import { isNamedFile, walk } from './files/walk.js';
import type { LocalVolumes, WriteListener } from './volumes.js';

export interface PatrolHooks {
  /** Whether anybody could change files now. */
  isActive(): boolean;
  /** Whether anybody may have changed files since the last time that this was asked. */
  hasRun(): boolean;
  /** Files were changed by other hands than `VolumePort.write`. */
  changed(): void;
  /** Nothing more fits, which the kernel holds. Said once each time that it comes to that. */
  full(detail: string): void;
  /** The volume takes more than it may and still grows. `detail` says so in a sentence. */
  overfull(detail: string): void;
}

/**
 * Goes round an open session's volume every second in which something ran there: notices changed files, and a volume that outgrows its limit.
 * Not `fs.watch`: it follows names that the candidate can swap, and a folder of a thousand folders would take a thousand watches.
 */
export class Patrol implements WriteListener {
  private known: Map<string, string> | null = null;
  private bytes = 0;
  private readonly stopping = new AbortController();
  private wasActive = true;
  /** What the last round saw may not be all. */
  private isDue = true;
  private wasFull = false;
  private wasOverfull = false;
  private writing = 0;
  private writes = 0;
  private queue: Promise<void> = Promise.resolve();
  private readonly unlisten: () => void;

  constructor(
    private readonly volumes: LocalVolumes,
    private readonly volume: string,
    private readonly size: { bytes: number; held: boolean },
    private readonly hooks: PatrolHooks,
  ) {
    this.unlisten = volumes.onWrite(this);
    void this.go();
  }

  stop(): void {
    this.unlisten();
    this.stopping.abort();
  }

  begun(volume: string): void {
    if (volume !== this.volume) return;
    this.writing++;
    this.writes++;
  }

  ended(volume: string, paths: readonly string[]): void {
    if (volume !== this.volume) return;
    this.queue = this.queue
      .then(() => this.accept(paths))
      .catch(() => undefined)
      .finally(() => this.writing--);
  }

  private async go(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const active = this.hooks.isActive();
      // Once more after the last terminal has gone: its last change may be younger than the last round.
      if (active || this.wasActive) await this.roundIfDue();
      this.wasActive = active;
      await sleep(this.writing > 0 ? 100 : 1_000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async roundIfDue(): Promise<void> {
    // Asked before the round: what runs during it makes the next one due.
    if (!this.hooks.hasRun() && !this.isDue) return;
    this.isDue = true;
    this.queue = this.queue.then(() => this.round()).catch(() => undefined);
    await this.queue;
  }

  private async round(): Promise<void> {
    const writes = this.writes;
    const seen = await this.look();
    // With a write under way it is anybody's guess whose change was seen: look again right after it.
    if (this.stopping.signal.aborted || this.writing > 0 || writes !== this.writes) return;
    const before = this.bytes;
    this.bytes = seen.bytes;
    await this.noticeFull();
    this.isDue = false;
    // What was written until the terminals had ended is no growth of those that are opened after them, to clean up.
    this.wasOverfull = !this.wasOverfull && seen.bytes > this.size.bytes && seen.bytes > before;
    if (this.wasOverfull) this.hooks.overfull(seen.detail);
    const changed = this.known !== null && !sameStamps(this.known, seen.stamps);
    this.known = seen.stamps;
    if (changed) this.hooks.changed();
  }

  private async noticeFull(): Promise<void> {
    if (!this.size.held) return;
    const { bavail, bsize, ffree } = await this.volumes.inVolume(this.volume, '.', (root) => statfs(root.self));
    const isFull = bavail * bsize < leastRoom || ffree === 0;
    if (isFull && !this.wasFull) this.hooks.full(fullDetail(ffree === 0));
    this.wasFull = isFull;
  }

  private async look(): Promise<{ stamps: Map<string, string>; bytes: number; detail: string }> {
    const stamps = new Map<string, string>();
    let bytes = 0;
    try {
      await this.volumes.inVolume(this.volume, '.', async (root) => {
        for await (const found of walk(root)) {
          bytes += found.stat.blocks * 512;
          if (isNamedFile(found)) stamps.set(found.path, stamp(found.stat));
        }
      });
    } catch (error) {
      if (!(error instanceof VolumeError) || error.code !== 'too_large') throw error;
      return { stamps: this.known ?? stamps, bytes: Math.max(this.bytes, this.size.bytes) + 1, detail: error.message };
    }
    const detail = `The workspace takes ${megabytes(bytes)} MB; it may take ${megabytes(this.size.bytes)} MB. Delete files to go on.`;
    return { stamps, bytes, detail };
  }

  /** Takes over what our own write left at `paths`, and nothing else. */
  private async accept(paths: readonly string[]): Promise<void> {
    const { known } = this;
    if (!known) return;
    const { stamps } = await this.look();
    const ours = (path: string) => paths.some((touched) => path === touched || path.startsWith(`${touched}/`));
    for (const path of known.keys()) if (ours(path)) known.delete(path);
    for (const [path, value] of stamps) if (ours(path)) known.set(path, value);
  }
}

const stamp = ({ ino, size, mtimeMs }: Stats) => `${ino} ${size} ${mtimeMs}`;

function sameStamps(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, value]) => b.get(path) === value);
}

/** What no file of more than a few lines fits into. */
const leastRoom = 8 * 1024;

const fullDetail = (ofFiles: boolean) =>
  ofFiles
    ? `The workspace is full: it holds at most ${volumeLimits.files} files and folders. Delete some to go on. Saved files are safe.`
    : `The workspace is full: it holds at most ${volumeLimits.megabytes} MB. Delete files to go on. Saved files are safe.`;

const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
