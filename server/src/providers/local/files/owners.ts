import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from './directory.js';

/**
 * Which host user owns a volume and runs its processes: one each when the server is root, so that process limits count per session and
 * one session's escaped process could still not touch another's. The folder's owner is the record.
 */
export class Owners {
  private next: number;

  constructor(
    volumes: string,
    private readonly separate: boolean,
  ) {
    const taken = readdirSync(volumes).map((name) => statSync(join(volumes, name)).uid);
    this.next = Math.max(firstVolumeOwner - 1, ...taken.filter((uid) => uid < firstRunOwner)) + 1;
  }

  forVolume(): Owner {
    return this.separate ? this.next++ : null;
  }

  /** Whether a volume's folder still belongs to whoever ran the server before: its files then need an owner of ours. */
  isForeign(uid: number): boolean {
    return this.separate && (uid < firstVolumeOwner || uid >= firstRunOwner);
  }

  /** Runs live shortly and own nothing on disk, so their users come round again. */
  forRun(): Owner {
    if (!this.separate) return null;
    this.run = (this.run + 1) % runOwners;
    return firstRunOwner + this.run;
  }

  private run = 0;
}

const firstVolumeOwner = 200_001;
const firstRunOwner = 1_000_000_000;
const runOwners = 1_000_000;
