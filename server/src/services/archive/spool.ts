import { createHash, randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Content } from './port.js';

/** Content set aside on this machine's disk until `close`. */
export interface Spooled extends Content {
  close(): Promise<void>;
}

const pieceBytes = 256 * 1024;

/**
 * Sets aside what is too large for memory and whose size and hash are only known at its end. The file has no name once it is open, so
 * the system takes it back whatever ends this process.
 */
export async function spool(pieces: AsyncIterable<Uint8Array>): Promise<Spooled> {
  const path = join(tmpdir(), `interviewlm-spool-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of pieces) {
      await file.write(piece, 0, piece.byteLength, size);
      hash.update(piece);
      size += piece.byteLength;
    }
    return { size, sha256: hash.digest('hex'), open: () => read(file, size), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* read(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, Math.min(pieceBytes, size - at), at);
    if (bytesRead === 0) throw new Error('The spooled file ended early');
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
