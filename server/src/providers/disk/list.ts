import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ArchiveError } from '../../services/archive/port.js';
import { folderOf, isMissing, keyOf } from './layout.js';
import { readMeta } from './meta.js';

/** Objects whose key starts with `prefix`, in the order of the key's bytes as S3 lists them. */
export async function* listObjects(dir: string, prefix: string): AsyncGenerator<{ key: string; size: number }> {
  const keys = await keysBelow(dir, prefix);
  for (const { key, path } of keys.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))) {
    const meta = await readMeta(path);
    // Deleted since the folder was read.
    if (meta) yield { key, size: meta.size };
  }
}

async function keysBelow(dir: string, prefix: string): Promise<{ key: string; path: string }[]> {
  const entries = await readdir(folderOf(dir, prefix), { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw new ArchiveError('unavailable', 'The archive folder can not be listed', { cause: error });
  });
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const key = entry.isFile() ? keyOf(relative(dir, path)) : null;
    return key?.startsWith(prefix) ? [{ key, path }] : [];
  });
}
