import { readFileSync } from 'node:fs';
import type { OwnerTag } from '../owner-tag.js';
import type { Cgroups } from './cgroups.js';
import { openV1 } from './v1.js';
import { openV2 } from './v2.js';

/** The driver that works here, or null when no hierarchy may be written. */
export async function openCgroups(owner: OwnerTag): Promise<Cgroups | null> {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  const own = readFileSync('/proc/self/cgroup', 'utf8');
  return (await openV2(mounts, own, owner)) ?? (await openV1(mounts, own, owner));
}
