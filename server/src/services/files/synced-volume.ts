import type { Knex } from 'knex';
import type { At } from '../recording/log.js';
import type { SandboxPort, VolumePort } from '../volumes/port.js';

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

/** What one API process knows of one interview's volume. Work on it runs one after another. */
export class SyncedVolume {
  readonly name: string;
  /** Saved paths whose copy on the volume is behind. */
  readonly dirty = new Set<string>();
  readonly seen = new Map<string, Seen>();
  reconciled = false;
  scanQueued = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly at: At) {
    this.name = volumeName(at.interview);
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
