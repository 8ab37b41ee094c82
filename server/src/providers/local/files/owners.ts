import type { Owner } from './directory.js';

/**
 * Which host user owns a volume and runs its processes: one each when the server is root, so that process limits count per session and
 * one session's escaped process could still not touch another's. What the volume is kept in belongs to that user, and is the record.
 */
export class VolumeOwners {
  private next: number;

  constructor(
    taken: readonly number[],
    private readonly separate: boolean,
  ) {
    this.next = Math.max(firstVolumeOwner - 1, ...taken.filter((uid) => uid < firstRunOwner)) + 1;
  }

  fresh(): Owner {
    return this.separate ? this.next++ : null;
  }

  /** Whether a volume's folder still belongs to whoever ran the server before: its files then need an owner of ours. */
  isForeign(uid: number): boolean {
    return this.separate && (uid < firstVolumeOwner || uid >= firstRunOwner);
  }
}

/** Runs live shortly and own nothing on disk, so their users come round again. */
export class RunOwners {
  private run = 0;

  constructor(private readonly separate: boolean) {}

  fresh(): Owner {
    if (!this.separate) return null;
    this.run = (this.run + 1) % runOwners;
    return firstRunOwner + this.run;
  }
}

const firstVolumeOwner = 200_001;
const firstRunOwner = 1_000_000_000;
const runOwners = 1_000_000;
