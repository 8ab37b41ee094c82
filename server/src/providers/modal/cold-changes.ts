import type { FileChange } from '../../services/volumes/port.js';
import type { ColdVolumes } from './cold.js';
import { refused } from './paths.js';

type Entries = Awaited<ReturnType<ColdVolumes['entries']>>;

/** Applies changes in order to a volume that no sandbox mounts; what stands before a refused one stays. */
export async function changeCold(cold: ColdVolumes, volumeId: string, changes: readonly FileChange[]): Promise<void> {
  const entries = await cold.entries(volumeId);
  const pending = new Map<string, Uint8Array>();
  /** Writes go together as far as they follow each other. */
  const flush = async () => {
    if (pending.size > 0)
      await cold.put(
        volumeId,
        [...pending].map(([path, content]) => ({ path, content })),
      );
    pending.clear();
  };
  try {
    for (const change of changes) {
      if (change.kind === 'write') {
        standing(entries, change.path);
        if (entries.get(change.path)?.file === false) throw refused('not_a_file', change.path);
        pending.set(change.path, change.content);
        note(entries, change.path, change.content.length);
      } else {
        await flush();
        if (change.kind === 'delete') await remove(cold, volumeId, entries, change.path);
        else await move(cold, volumeId, entries, change.from, change.to);
      }
    }
  } finally {
    await flush();
  }
}

async function remove(cold: ColdVolumes, volumeId: string, entries: Entries, path: string): Promise<void> {
  standing(entries, path);
  if (!entries.has(path)) throw refused('not_found', path);
  await cold.remove(volumeId, path);
  for (const key of below(entries, path)) entries.delete(key);
}

/** There is no rename: the files are put under their new names before the old ones go. */
async function move(cold: ColdVolumes, volumeId: string, entries: Entries, from: string, to: string): Promise<void> {
  standing(entries, from);
  standing(entries, to);
  if (!entries.has(from)) throw refused('not_found', from);
  if (entries.has(to)) throw refused('exists', to);
  const moved = below(entries, from).filter((path) => entries.get(path)?.file);
  const isFolder = entries.get(from)?.file === false;
  if (isFolder && moved.length === 0 && below(entries, from).length === 1) throw refused('not_a_file', from);
  const files = await Promise.all(
    moved.map(async (path) => ({ path: to + path.slice(from.length), content: await cold.get(volumeId, path) })),
  );
  await cold.put(volumeId, files);
  await remove(cold, volumeId, entries, from);
  for (const { path, content } of files) note(entries, path, content.length);
}

/** Refuses a path that leads through something that isn't a folder. */
function standing(entries: Entries, path: string): void {
  const names = path.split('/');
  for (let depth = 1; depth < names.length; depth++) {
    if (entries.get(names.slice(0, depth).join('/'))?.file) throw refused('not_a_file', path);
  }
}

function note(entries: Entries, path: string, size: number): void {
  const names = path.split('/');
  for (let depth = 1; depth < names.length; depth++) {
    const folder = names.slice(0, depth).join('/');
    if (!entries.has(folder)) entries.set(folder, { path: folder, size: 0, mtime_ms: Date.now(), file: false });
  }
  entries.set(path, { path, size, mtime_ms: Date.now(), file: true });
}

const below = (entries: Entries, path: string): string[] => [...entries.keys()].filter((key) => key === path || key.startsWith(`${path}/`));
