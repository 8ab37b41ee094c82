import { limits } from '@interviewlm/protocol';
import { sha256 } from '../recording/codec.js';
import { VolumeError, type TreeEntry } from '../volumes/port.js';
import type { SyncDeps, SyncedVolume } from './synced-volume.js';

export interface Found {
  entry: TreeEntry;
  content: Buffer;
  sha256: string;
}

/** Null for what vanished, or became something else than a file, since the tree was read. */
export async function readEntry(deps: SyncDeps, volume: SyncedVolume, entry: TreeEntry): Promise<Found | null> {
  try {
    const content = Buffer.from(await deps.volumes.read(volume.name, entry.path));
    return content.length > limits.fileBytes ? null : { entry, content, sha256: sha256(content).toString('hex') };
  } catch (error) {
    if (error instanceof VolumeError && error.code !== 'unavailable') return null;
    throw error;
  }
}

/** Each read is a round trip to the vendor: several are under way at once. */
const atOnce = 8;

export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
