import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { ArchiveError, type ArchivePort, type Content, type PutOptions } from '../../services/archive/port.js';
import { checkKey } from '../archive-key.js';
import { contentOf, proven } from '../content.js';
import { isMissing, newDataFile, objectPaths } from './layout.js';
import { listObjects } from './list.js';
import { readMeta, writeMeta, type Meta } from './meta.js';
import { signedUrl } from './signature.js';
import { removeObject, writeDurably } from './write.js';

export interface DiskArchiveOptions {
  /** Folder that is only the archive's. Made when missing. */
  dir: string;
  /** Origin that `archiveRoutes` is served under, e.g. `https://interviews.example`. */
  publicUrl: string;
  /** Signs URLs; at least 32 bytes. */
  secret: string;
}

/** The embedded twin of S3: one folder, content and its SHA-256 side by side, verified at every read. */
export function createDiskArchive({ dir, publicUrl, secret }: DiskArchiveOptions): ArchivePort {
  const writing = new Map<string, Promise<unknown>>();

  /** Writers of one key take turns, so that none removes what another has just written. */
  async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (writing.get(key) ?? Promise.resolve()).then(work, work);
    writing.set(key, turn);
    try {
      return await turn;
    } finally {
      if (writing.get(key) === turn) writing.delete(key);
    }
  }

  return {
    async put(key, content, options) {
      checkKey(key);
      return guarded(() => inTurn(key, () => put(dir, key, contentOf(content), options)));
    },
    async get(key, range) {
      checkKey(key);
      return guarded(() => get(dir, key, range));
    },
    async *stream(key) {
      checkKey(key);
      const pieces = stream(dir, key);
      for (;;) {
        const next = await guarded(() => pieces.next());
        if (next.done) return;
        yield next.value;
      }
    },
    async head(key) {
      checkKey(key);
      const meta = await guarded(() => readMeta(objectPaths(dir, key).meta));
      return meta && { size: meta.size, sha256: meta.sha256 };
    },
    list: (prefix) => listObjects(dir, prefix),
    async delete(keys) {
      keys.forEach(checkKey);
      await guarded(async () => {
        for (const key of keys) await inTurn(key, () => removeObject(objectPaths(dir, key)));
      });
    },
    async presign(key, ttl_s) {
      checkKey(key);
      return signedUrl({ publicUrl, secret, key, expires: Math.floor(Date.now() / 1000) + ttl_s });
    },
  };
}

async function put(dir: string, key: string, content: Content, options: PutOptions) {
  const paths = objectPaths(dir, key);
  // A damaged record must not keep its own replacement out.
  const before = await readMeta(paths.meta).catch(() => null);
  const meta: Meta = { ...options, sha256: content.sha256, size: content.size, data: newDataFile(paths) };
  await writeDurably(dir, paths.file(meta.data), proven(content));
  await writeMeta(dir, paths.meta, meta);
  if (before) await rm(paths.file(before.data), { force: true });
  return { sha256: meta.sha256, size: meta.size };
}

async function get(dir: string, key: string, range?: readonly [number, number]): Promise<Uint8Array> {
  const content = await readVerified(dir, key);
  if (!range) return content;
  const [first, last] = range;
  if (first >= content.length || last < first) throw new ArchiveError('not_found', `${key} has no bytes ${first} to ${last}`);
  return content.subarray(first, last + 1);
}

async function readVerified(dir: string, key: string, attempts = 3): Promise<Uint8Array> {
  const paths = objectPaths(dir, key);
  const meta = await readMeta(paths.meta);
  if (!meta) throw new ArchiveError('not_found', `The archive has no ${key}`);
  const content = await readFile(paths.file(meta.data)).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  // Overwritten between our two reads: the new record names the new file.
  if (!content && attempts > 1) return readVerified(dir, key, attempts - 1);
  if (!content || sha256(content) !== meta.sha256) throw new ArchiveError('corrupt', `${key} is not what was put there`);
  return content;
}

/** An open file stays readable when it is replaced or deleted meanwhile. */
async function* stream(dir: string, key: string, attempts = 3): AsyncGenerator<Uint8Array, void> {
  const paths = objectPaths(dir, key);
  const meta = await readMeta(paths.meta);
  if (!meta) throw new ArchiveError('not_found', `The archive has no ${key}`);
  const file = await open(paths.file(meta.data)).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!file && attempts > 1) return yield* stream(dir, key, attempts - 1);
  if (!file) throw new ArchiveError('corrupt', `${key} is not what was put there`);
  const hash = createHash('sha256');
  for await (const piece of createReadStream('', { fd: file }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== meta.sha256) throw new ArchiveError('corrupt', `${key} is not what was put there`);
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError('unavailable', 'The archive folder can not be used', { cause: error });
  }
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
