import { createHash } from 'node:crypto';
import type { StoredObject } from '../../db/archives.js';
import { ArchiveError, type ArchivePort } from './port.js';

/** Reads an object back, every byte of it. Throws `not_found` or `corrupt` when it isn't what was stored. */
export async function verify(archive: ArchivePort, { key, bytes, sha256 }: StoredObject): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of archive.stream(key)) {
    hash.update(piece);
    size += piece.byteLength;
  }
  if (size !== bytes || hash.digest('hex') !== sha256) throw new ArchiveError('corrupt', `${key} is not what was stored`);
}

/** Runs `work` over all items, a few at a time. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>, atOnce = 8): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += atOnce) results.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  return results;
}
