import { createHash } from 'node:crypto';
import type { ModalClient } from 'modal';
import { VolumeError, type TreeEntry } from '../../services/volumes/port.js';
import { within } from './deadline.js';

/**
 * A volume's files while no sandbox mounts it, through calls that the SDK types but does not promise (`client.cpClient`).
 * This is the only file that uses them; when Modal changes them, it says so in its errors.
 */
export class ColdVolumes {
  constructor(private readonly client: ModalClient) {}

  async names(): Promise<{ name: string; created_at: Date }[]> {
    const found: { name: string; created_at: Date }[] = [];
    for (let createdBefore = Date.now() / 1000 + 60; ;) {
      const page = await internal('volumeList', () =>
        this.client.cpClient.volumeList({ environmentName: this.client.environmentName(), pagination: { maxObjects: 100, createdBefore } }),
      );
      found.push(...page.items.map(({ label, createdAt }) => ({ name: label, created_at: new Date(createdAt * 1000) })));
      const oldest = page.items.at(-1)?.createdAt;
      if (page.items.length < 100 || oldest === undefined || oldest >= createdBefore) return found;
      createdBefore = oldest;
    }
  }

  /** Everything in the volume by its path; `file` is false for folders, links and the like. */
  async entries(volumeId: string): Promise<Map<string, TreeEntry & { file: boolean }>> {
    return internal('volumeListFiles2', async () => {
      const found = new Map<string, TreeEntry & { file: boolean }>();
      for await (const { entries } of this.client.cpClient.volumeListFiles2({ volumeId, path: '/', recursive: true })) {
        for (const { path, type, size, mtime } of entries) {
          const relative = path.replace(/^\/+/, '');
          found.set(relative, { path: relative, size, mtime_ms: Math.round(mtime * 1000), file: isRegular(type) });
        }
      }
      return found;
    });
  }

  async get(volumeId: string, path: string): Promise<Uint8Array> {
    return internal('volumeGetFile2', async () => {
      const { getUrls, size } = await this.client.cpClient.volumeGetFile2({ volumeId, path, start: 0, len: 0, clientPadsBlocks: false });
      const blocks = await Promise.all(getUrls.map(download));
      const content = Buffer.concat(blocks);
      if (content.length !== size) throw new Error(`got ${content.length} of ${size} bytes`);
      return content;
    });
  }

  /** Durable when it resolves. The blocks that the volume lacks are uploaded, then the same request names them. */
  async put(volumeId: string, files: readonly { path: string; content: Uint8Array }[]): Promise<void> {
    await internal('volumePutFiles2', async () => {
      const request = files.map(({ path, content }) => {
        const blocks =
          content.length === 0
            ? []
            : slices(content).map((block) => ({ contentsSha256: sha256(block), putResponse: undefined as Uint8Array | undefined }));
        return { path, size: content.length, mode: 0o644, blocks };
      });
      const call = () => this.client.cpClient.volumePutFiles2({ volumeId, files: request, disallowOverwriteExistingFiles: false });
      const { missingBlocks } = await call();
      if (missingBlocks.length === 0) return;
      for (const { fileIndex, blockIndex, putUrl } of missingBlocks) {
        const block = slices(files[fileIndex]?.content ?? new Uint8Array())[blockIndex] ?? new Uint8Array();
        const named = request[fileIndex]?.blocks[blockIndex];
        if (named) named.putResponse = await upload(putUrl, block);
      }
      if ((await call()).missingBlocks.length > 0) throw new Error('blocks are missing after their upload');
    });
  }

  async remove(volumeId: string, path: string): Promise<void> {
    await internal('volumeRemoveFile2', () => this.client.cpClient.volumeRemoveFile2({ volumeId, path, recursive: true }));
  }
}

const regularFile = 1;
const isRegular = (type: number): boolean => type === regularFile;
const blockSize = 8 * 1024 * 1024;
const notFound = 5;

async function internal<T>(name: string, call: () => Promise<T>): Promise<T> {
  try {
    return await within(call, 60_000);
  } catch (cause) {
    if (cause instanceof VolumeError) throw cause;
    const missing = cause instanceof Error && 'code' in cause && cause.code === notFound;
    if (missing) throw new VolumeError('not_found', 'Modal has no such volume or file', { cause });
    throw new VolumeError('unavailable', `Modal's internal call ${name} failed; this driver was written for modal 0.11.1`, { cause });
  }
}

async function download(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`a block could not be read: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function upload(url: string, block: Uint8Array): Promise<Uint8Array> {
  const answer = await fetch(url, { method: 'PUT', body: Buffer.from(block) });
  if (!answer.ok) throw new Error(`a block could not be stored: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function slices(content: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(content.length / blockSize) }, (_, index) =>
    content.subarray(index * blockSize, (index + 1) * blockSize),
  );
}

const sha256 = (block: Uint8Array): Uint8Array => createHash('sha256').update(block).digest();
