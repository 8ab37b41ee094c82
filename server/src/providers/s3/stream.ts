import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3ServiceException, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { ArchiveError } from '../../services/archive/port.js';

/** Breaks in a row, with nothing read between them, after which the object counts as out of reach. */
const patience = 3;

/** Reads an object piece by piece, checks its SHA-256 at the end, and goes on where a broken connection left it. */
export async function* streamObject(key: string, get: (first: number) => Promise<GetObjectCommandOutput>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  let breaks = 0;
  let whole = await get(0);
  const { ContentLength: size = 0, Metadata } = whole;
  while (read < size) {
    try {
      for await (const piece of piecesOf(whole)) {
        hash.update(piece);
        read += piece.byteLength;
        breaks = 0;
        yield piece;
      }
      if (read < size) throw new Error('the body broke off');
    } catch (error) {
      if (error instanceof S3ServiceException || ++breaks >= patience) throw error;
      await sleep(100 * 2 ** breaks);
      whole = await get(read);
    }
  }
  const expected = Metadata?.['sha256'];
  if (read > size || (expected !== undefined && expected !== hash.digest('hex')))
    throw new ArchiveError('corrupt', `${key} is not what was put there`);
}

const piecesOf = ({ Body }: GetObjectCommandOutput) => (Body ?? []) as AsyncIterable<Uint8Array>;
