/** One file of an archive. `start` is where its content begins in the archive's bytes. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly start: number;
}

const blockBytes = 512;

/**
 * A POSIX tar archive of plain files, the same bytes for the same files: everything that could vary is fixed, so whoever rebuilds it
 * from its files can tell whether anything else in it was changed. `mtime_s` is in Unix seconds.
 */
export function writeTar(files: readonly { name: string; content: Uint8Array }[], mtime_s: number): Uint8Array<ArrayBuffer> {
  const sizes = files.map(({ content }) => blockBytes + padded(content.length));
  const archive = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * blockBytes));
  let at = 0;
  for (const [index, { name, content }] of files.entries()) {
    archive.set(header(name, content.length, mtime_s), at);
    archive.set(content, at + blockBytes);
    at += sizes[index] ?? 0;
  }
  return archive;
}

/** The files of an archive as `writeTar` makes them. Throws a `TarError` with the place where it stops to be one. */
export function readTar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  let at = 0;
  while (at + blockBytes <= archive.length && archive[at] !== 0) {
    const name = field(archive, at, 100);
    const size = octal(field(archive, at + 124, 12));
    const mtime_s = octal(field(archive, at + 136, 12));
    const start = at + blockBytes;
    if (size === null || mtime_s === null || !isHeader(archive.subarray(at, start), header(name, size, mtime_s)))
      throw new TarError(at, start);
    if (start + size > archive.length) throw new TarError(start, archive.length);
    files.push({ name, content: archive.subarray(start, start + size), start });
    at = start + padded(size);
  }
  return files;
}

export class TarError extends Error {
  override readonly name = 'TarError';
  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    super(`The archive is damaged at bytes ${from} to ${to}.`);
  }
}

const isHeader = (block: Uint8Array, expected: Uint8Array) => block.every((byte, index) => byte === expected[index]);
const padded = (size: number) => Math.ceil(size / blockBytes) * blockBytes;

function header(name: string, size: number, mtime_s: number): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  const number = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  put(name, 0);
  put(number(0o644, 7), 100);
  put(number(0, 7), 108);
  put(number(0, 7), 116);
  put(number(size, 11), 124);
  put(number(mtime_s, 11), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar', 257);
  put('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function field(archive: Uint8Array, at: number, length: number): string {
  const bytes = archive.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

const octal = (text: string): number | null => (/^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : null);
