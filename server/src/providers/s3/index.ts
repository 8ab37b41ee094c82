import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ArchiveError, type ArchivePort, type Content } from '../../services/archive/port.js';
import { checkKey } from '../archive-key.js';
import { contentOf, gather, proven } from '../content.js';
import { createClient, type S3ClientOptions } from './client.js';
import { mapped, toArchiveError } from './errors.js';
import { readBody } from './read.js';
import { streamObject } from './stream.js';

/** The bucket's own default, S3's keys, or AWS KMS with the account's own key (`null`) or another. */
export type Encryption = 'bucket' | 'AES256' | { kms_key_id: string | null };

export interface S3Options extends S3ClientOptions {
  bucket: string;
  /** How the bucket encrypts what we put. */
  encryption?: Encryption;
}

const multipartFrom = 16 * 1024 * 1024;
const parallel = 8;
/** The presigner's own limit. */
const longestLink = 7 * 24 * 3600;

/** S3, or anything that speaks its protocol. The SHA-256 of every object is checked by the server at put and by us at get. */
export function createS3Archive(options: S3Options): ArchivePort {
  const client = createClient(options);
  const { bucket: Bucket } = options;
  return {
    async put(key, given, { content_type, content_encoding, tags }) {
      checkKey(key);
      const content = contentOf(given);
      const { sha256, size } = content;
      const input: PutObjectCommandInput = {
        Bucket,
        Key: key,
        ContentType: content_type,
        ContentEncoding: content_encoding,
        Metadata: { sha256 },
        Tagging: tags && new URLSearchParams(tags).toString(),
        ...encrypted(options),
      };
      await mapped(() => (size > multipartFrom ? putInParts(client, input, content) : putWhole(client, input, content)));
      return { sha256, size };
    },

    async get(key, range) {
      checkKey(key);
      if (range && range[1] < range[0]) throw new ArchiveError('not_found', `${key} has no bytes ${range[0]} to ${range[1]}`);
      const Range = range && `bytes=${range[0]}-${range[1]}`;
      const { content, sha256 } = await mapped(() => readBody(() => client.send(new GetObjectCommand({ Bucket, Key: key, Range }))));
      const whole = range === undefined && sha256 !== undefined;
      if (whole && sha256 !== createHash('sha256').update(content).digest('hex'))
        throw new ArchiveError('corrupt', `${key} is not what was put there`);
      return content;
    },

    async *stream(key) {
      checkKey(key);
      const pieces = streamObject(key, (first) =>
        client.send(new GetObjectCommand({ Bucket, Key: key, ...(first > 0 && { Range: `bytes=${first}-` }) })),
      );
      for (;;) {
        const next = await mapped(() => pieces.next());
        if (next.done) return;
        yield next.value;
      }
    },

    async head(key) {
      checkKey(key);
      try {
        const found = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
        return { size: found.ContentLength ?? 0, sha256: found.Metadata?.['sha256'] ?? null };
      } catch (error) {
        const failure = toArchiveError(error);
        if (failure.code === 'not_found') return null;
        throw failure;
      }
    },

    async *list(prefix) {
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })[Symbol.asyncIterator]();
      for (;;) {
        const page = await mapped(() => pages.next());
        if (page.done) return;
        for (const { Key, Size } of page.value.Contents ?? []) if (Key !== undefined) yield { key: Key, size: Size ?? 0 };
      }
    },

    // One by one: the batch call needs checksums that not every S3 server knows, and deleting costs nothing.
    async delete(keys) {
      keys.forEach(checkKey);
      for (let at = 0; at < keys.length; at += parallel) {
        const batch = keys.slice(at, at + parallel);
        await mapped(() => Promise.all(batch.map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key })))));
      }
    },

    async presign(key, ttl_s) {
      checkKey(key);
      return mapped(() => getSignedUrl(client, new GetObjectCommand({ Bucket, Key: key }), { expiresIn: Math.min(ttl_s, longestLink) }));
    },
  };
}

/** With the length and the checksum known before: servers other than AWS refuse streamed bodies. */
async function putWhole(client: S3Client, input: PutObjectCommandInput, content: Content): Promise<void> {
  const ChecksumSHA256 = Buffer.from(content.sha256, 'hex').toString('base64');
  await client.send(new PutObjectCommand({ ...input, Body: await gather(content), ContentLength: content.size, ChecksumSHA256 }));
}

/** Completing is not repeatable: when its answer is lost, the next try finds no upload. Then the object itself tells. */
async function putInParts(client: S3Client, input: PutObjectCommandInput, content: Content): Promise<void> {
  const params: PutObjectCommandInput = { ...input, Body: Readable.from(proven(content)), ChecksumAlgorithm: 'SHA256' };
  try {
    await new Upload({ client, params, partSize: 8 * 1024 * 1024, queueSize: 3, leavePartsOnError: false }).done();
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    const found = await client.send(new HeadObjectCommand({ Bucket: input.Bucket, Key: input.Key })).catch(() => null);
    if (found?.Metadata?.['sha256'] !== content.sha256) throw error;
  }
}

function encrypted({ encryption = 'bucket' }: S3Options): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'> {
  if (encryption === 'bucket') return {};
  if (encryption === 'AES256') return { ServerSideEncryption: 'AES256' };
  return { ServerSideEncryption: 'aws:kms', ...(encryption.kms_key_id !== null && { SSEKMSKeyId: encryption.kms_key_id }) };
}
