/** A tar archive (POSIX pax) of regular files, as `tar -x` reads it. Paths are relative and checked before. */
export function* tarArchive(files: Iterable<{ path: string; content: Uint8Array }>): Generator<Uint8Array> {
  for (const { path, content } of files) {
    const name = Buffer.from(path);
    if (name.length > nameBytes) {
      const record = paxRecord('path', path);
      yield header(Buffer.from('pax'), record.length, 'x');
      yield* padded(record);
    }
    yield header(name.subarray(0, nameBytes), content.length, '0');
    yield* padded(content);
  }
  yield Buffer.alloc(2 * block);
}

const block = 512;
const nameBytes = 100;

function header(name: Buffer, size: number, type: '0' | 'x'): Buffer {
  const bytes = Buffer.alloc(block);
  name.copy(bytes, 0);
  bytes.write('0000644\0', 100);
  bytes.write('0000000\0', 108);
  bytes.write('0000000\0', 116);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  bytes.write('00000000000\0', 136);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function* padded(content: Uint8Array): Generator<Uint8Array> {
  yield content;
  const over = content.length % block;
  if (over > 0) yield Buffer.alloc(block - over);
}
