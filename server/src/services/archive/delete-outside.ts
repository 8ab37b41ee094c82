import { volumeName } from '../files/synced-volume.js';
import type { VolumePort } from '../volumes/port.js';
import { prefixOf, type ArchivedInterview } from './keys.js';
import type { ArchivePort } from './port.js';

interface Outside {
  readonly archive: ArchivePort;
  readonly volumes: VolumePort;
}

/** Deletes what an interview has in the archive and on its volume, and makes sure of it. */
export async function deleteOutside({ archive, volumes }: Outside, of: ArchivedInterview): Promise<void> {
  const keys = async () => (await Array.fromAsync(archive.list(prefixOf(of)))).map(({ key }) => key);
  const there = await keys();
  if (there.length > 0) await archive.delete(there);
  await volumes.delete(volumeName(of.interview));
  const left = await keys();
  if (left.length > 0) throw new Error(`${left.length} objects of the archive are still there`);
  if (await volumes.exists(volumeName(of.interview))) throw new Error('The volume is still there');
}
