import { randomInt } from 'node:crypto';
import type { Owner } from './directory.js';

const firstVolumeOwner = 200_001;
const firstRunOwner = 1_000_000_000;
const runOwners = 1_000_000;

/**
 * Which host user owns a volume and runs its processes: one each when the server is root, so that process limits count per session and
 * one session's escaped process could still not touch another's. What the volume is kept in belongs to that user, and is the record.
 */
export class VolumeOwners {
  private readonly taken: Set<number>;

  constructor(
    taken: readonly number[],
    private readonly separate: boolean,
  ) {
    this.taken = new Set(taken);
  }

  /** By chance: another process on this machine, which may make volumes at this moment, counts from nowhere else. */
  fresh(): Owner {
    if (!this.separate) return null;
    let uid: number;
    do uid = randomInt(firstVolumeOwner, firstRunOwner);
    while (this.taken.has(uid));
    this.taken.add(uid);
    return uid;
  }

  /** Whether a volume's folder still belongs to whoever ran the server before: its files then need an owner of ours. */
  isForeign(uid: number): boolean {
    return this.separate && (uid < firstVolumeOwner || uid >= firstRunOwner);
  }
}

/** Runs live shortly and own nothing on disk, so their users come round again. Each process begins elsewhere. */
export class RunOwners {
  private run = randomInt(runOwners);

  constructor(private readonly separate: boolean) {}

  fresh(): Owner {
    if (!this.separate) return null;
    this.run = (this.run + 1) % runOwners;
    return firstRunOwner + this.run;
  }
}
