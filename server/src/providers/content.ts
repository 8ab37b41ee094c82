import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ArchiveError, type Content } from '../services/archive/port.js';

/** Bytes in memory as content like any other. */
export function contentOf(given: Uint8Array | Content): Content {
  if (!(given instanceof Uint8Array)) return given;
  return { size: given.byteLength, sha256: createHash('sha256').update(given).digest('hex'), open: () => Readable.from([given]) };
}

/** Its pieces; throws `corrupt` after the last one when they aren't what the content says it is. */
export async function* proven({ size, sha256, open }: Content): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const piece of open()) {
    hash.update(piece);
    read += piece.byteLength;
    yield piece;
  }
  if (read !== size || hash.digest('hex') !== sha256) throw new ArchiveError('corrupt', 'The content changed before it was archived');
}

/** All of it, in memory: only for what is small. */
export async function gather(content: Content): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(proven(content)));
}
