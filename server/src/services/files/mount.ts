import { VolumeError } from '../volumes/port.js';
import type { SyncDeps, SyncedVolume } from './synced-volume.js';

/**
 * Notes through which sandbox the volume is seen from here on. Another one than before, or a volume that is not there any more, may
 * hold less than was written: a sandbox that dies takes with it what was not committed, and one that has just started may lack what
 * was written while it did.
 */
export async function followMount(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  const [mount, exists] = await Promise.all([deps.sandbox.find(volume.at.interview), deps.volumes.exists(volume.name)]);
  if (mount !== volume.mount || !exists) volume.reconciled = false;
  volume.mount = mount;
}

/** Before anything that was read is taken for the candidate's doing. */
export async function requireSameMount(deps: SyncDeps, volume: SyncedVolume): Promise<void> {
  const [mount, exists] = await Promise.all([deps.sandbox.find(volume.at.interview), deps.volumes.exists(volume.name)]);
  if (mount !== volume.mount || !exists) throw new VolumeError('unavailable', 'The sandbox ended while its files were compared.');
}
