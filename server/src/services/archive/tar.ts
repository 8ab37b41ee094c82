/** A regular file of a workspace. */
export interface WorkspaceFile {
  path: string;
  mtime_ms: number;
  content: Uint8Array;
}

const block = 512;
const nameBytes = 100;

/** A tar archive (POSIX pax) that any `tar -x` reads. The same bytes for the same files; in memory is one file at a time. */
export async function* writeTar(files: AsyncIterable<WorkspaceFile>): AsyncGenerator<Uint8Array> {
  for await (const { path, mtime_ms, content } of files) {
    const extended = Buffer.concat([paxRecord('path', path), paxRecord('mtime', String(mtime_ms / 1000))]);
    yield header('pax', extended.length, 0, 'x');
    yield padded(extended);
    yield header(path, content.byteLength, mtime_ms, '0');
    yield padded(content);
  }
  yield Buffer.alloc(2 * block);
}

/** The files of an archive as `writeTar` makes them. Throws for anything else. */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<WorkspaceFile> {
  const source = new Reader(pieces);
  for (;;) {
    const extended = await readHeader(source);
    if (extended === null) return;
    if (extended.type !== 'x') throw new Error('This tar archive is not one of ours');
    const { path, mtime } = paxRecords(await source.padded(extended.size));
    const file = await readHeader(source);
    if (file?.type !== '0' || path === undefined || mtime === undefined) throw new Error('This tar archive is not one of ours');
    yield { path, mtime_ms: Number(mtime) * 1000, content: await source.padded(file.size) };
  }
}

function header(name: string, size: number, mtime_ms: number, type: '0' | 'x'): Buffer {
  const bytes = Buffer.alloc(block);
  Buffer.from(name).subarray(0, nameBytes).copy(bytes);
  bytes.write('0000644\0', 100);
  bytes.write('0000000\0', 108);
  bytes.write('0000000\0', 116);
  bytes.write(`${octal(size)}\0`, 124);
  bytes.write(`${octal(Math.max(0, Math.floor(mtime_ms / 1000)))}\0`, 136);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  bytes.write('ustar\x0000', 257);
  bytes.write(`${sumOf(bytes).toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

async function readHeader(source: Reader): Promise<{ size: number; type: string } | null> {
  const bytes = await source.take(block);
  if (bytes.every((byte) => byte === 0)) return null;
  const sum = Number.parseInt(bytes.toString('latin1', 148, 154), 8);
  bytes.write('        ', 148);
  if (sum !== sumOf(bytes)) throw new Error('A header of this tar archive is damaged');
  return { size: Number.parseInt(bytes.toString('latin1', 124, 135), 8), type: bytes.toString('latin1', 156, 157) };
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function paxRecords(bytes: Buffer): Record<string, string | undefined> {
  const records: [string, string][] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 10), 10);
    if (!(length > 0)) throw new Error('A header of this tar archive is damaged');
    const record = bytes.toString('utf8', at, at + length - 1);
    const [, key = '', value = ''] = /^\d+ ([^=]+)=(.*)$/s.exec(record) ?? [];
    records.push([key, value]);
    at += length;
  }
  return Object.fromEntries(records);
}

function padded(content: Uint8Array): Uint8Array {
  const over = content.byteLength % block;
  return over === 0 ? content : Buffer.concat([content, Buffer.alloc(block - over)]);
}

const octal = (value: number) => value.toString(8).padStart(11, '0');
const sumOf = (bytes: Uint8Array) => bytes.reduce((total, byte) => total + byte, 0);

/** Takes exact lengths from pieces of any length. */
class Reader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const taken = [this.#rest];
    let size = this.#rest.length;
    while (size < length) {
      const next = await this.#pieces.next();
      if (next.done) throw new Error('This tar archive ends early');
      taken.push(Buffer.from(next.value));
      size += next.value.byteLength;
    }
    const bytes = taken.length === 1 ? this.#rest : Buffer.concat(taken);
    this.#rest = bytes.subarray(length);
    return bytes.subarray(0, length);
  }

  async padded(length: number): Promise<Buffer> {
    return (await this.take(Math.ceil(length / block) * block)).subarray(0, length);
  }
}
