import type { Knex } from 'knex';
import type { At } from '../recording/log.js';
import type { SandboxPort, TreeEntry, VolumePort } from '../volumes/port.js';

export interface SyncDeps {
  knex: Knex;
  volumes: VolumePort;
  sandbox: SandboxPort;
  /** Told of work in the background that failed; whoever waits for the work gets the error itself. */
  onError: (error: unknown, interview: string) => void;
}

/** What a file on the volume looked like when it was last read or written. */
export interface Seen {
  size: number;
  mtime_ms: number;
  sha256: string;
}

/** Of one path. What was replaced earlier is older than the save that replaced it, by the volume's own times. */
const keptHashes = 20;

/** What one API process knows of one interview's volume. Work on it runs one after another. */
export class SyncedVolume {
  readonly name: string;
  /** Saved paths whose copy on the volume is behind. */
  readonly dirty = new Set<string>();
  seen = new Map<string, Seen>();
  reconciled = false;
  scanQueued = false;
  /** The sandbox that the volume was seen through; null for none. */
  mount: string | null = null;
  readonly #replaced = new Map<string, string[]>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly at: At) {
    this.name = volumeName(at.interview);
  }

  see({ path, size, mtime_ms }: TreeEntry, sha256: string): void {
    this.seen.set(path, { size, mtime_ms, sha256 });
  }

  /** Null when it may have changed since it was seen. */
  hashOf({ path, size, mtime_ms }: TreeEntry): string | null {
    const seen = this.seen.get(path);
    return seen?.size === size && seen.mtime_ms === mtime_ms ? seen.sha256 : null;
  }

  /** What was seen there is not what should be there any more. */
  replace(path: string): void {
    const seen = this.seen.get(path);
    if (seen) this.#replaced.set(path, [...(this.#replaced.get(path) ?? []), seen.sha256].slice(-keptHashes));
    this.seen.delete(path);
  }

  /** Whether this content was on the volume and has been replaced since: seeing it again means that the volume went back in time. */
  wasReplaced(path: string, sha256: string): boolean {
    return this.#replaced.get(path)?.includes(sha256) ?? false;
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async idle(): Promise<void> {
    await this.#last;
  }
}

export const volumeName = (interview: string): string => `interviewlm-${interview}`;
