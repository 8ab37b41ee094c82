import { findProgram, findPrograms } from '../programs.js';
import { FolderStore } from './folders.js';
import { ImageStore } from './images.js';
import type { VolumeStore } from './store.js';

export interface OpenedStore {
  store: VolumeStore;
  /** Why sizes are only watched here, as the end of a sentence; null where they are held. */
  weakness: string | null;
}

/** File systems of a fixed size where this machine lets us mount them, folders elsewhere. */
export async function openStore(dataDir: string): Promise<OpenedStore> {
  const folders = new FolderStore(dataDir);
  if (process.getuid?.() !== 0) return { store: folders, weakness: 'the server is not root' };
  const makeImage = findProgram('mkfs.ext4');
  if (!makeImage) return { store: folders, weakness: 'mkfs.ext4 is not installed (apt-get install e2fsprogs)' };
  try {
    return { store: await ImageStore.open(dataDir, folders, findPrograms(), makeImage), weakness: null };
  } catch (error) {
    return { store: folders, weakness: `no image can be mounted (${firstLine(error)})` };
  }
}

/** Of what the program that failed complained about. */
function firstLine(error: unknown): string {
  const known = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (known instanceof Error ? known.message : String(known)).split('\n', 1)[0] ?? '';
}
