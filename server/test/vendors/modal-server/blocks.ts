import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCommitted, type VolumeStore } from './volumes.js';

/** The plane that file contents go over: blocks are put and files got by plain HTTP. */
export interface Blocks {
  putUrl(sha256: Uint8Array): string;
  fileUrl(volumeId: string, path: string): string;
  /** The block that an upload answered for; throws when it isn't what was promised. */
  get(answer: Uint8Array | undefined, sha256: Uint8Array): Buffer;
  close(): Promise<void>;
}

export async function startBlocks(volumes: VolumeStore): Promise<Blocks> {
  const stored = new Map<string, Buffer>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const key = url.pathname.slice(1);
      stored.set(key, Buffer.concat(chunks));
      return void response.end(key);
    }
    const folder = volumes.committed(url.searchParams.get('volume') ?? '');
    response.end(await readCommitted(folder, url.searchParams.get('path') ?? ''));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(404).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    putUrl: (sha256) => base + Buffer.from(sha256).toString('hex'),
    fileUrl: (volumeId, path) => `${base}?${new URLSearchParams({ volume: volumeId, path }).toString()}`,
    get(answer, sha256) {
      const block = stored.get(Buffer.from(answer ?? []).toString());
      if (!block || !createHash('sha256').update(block).digest().equals(Buffer.from(sha256)))
        throw new Error('the block is not what its hash says');
      return block;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
