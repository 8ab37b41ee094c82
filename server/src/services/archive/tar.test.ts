import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { spool } from './spool.js';
import { readTar, writeTar, type WorkspaceFile } from './tar.js';
import { compressed, decompressed } from './zstd.js';

const dir = mkdtempSync(join(tmpdir(), 'tar-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const files: WorkspaceFile[] = [
  { path: 'empty', mtime_ms: 0, content: Buffer.alloc(0) },
  { path: 'src/main.ts', mtime_ms: 1_764_000_000_123, content: Buffer.from('export const a = 1;\n') },
  { path: 'exactly/one/block', mtime_ms: 1_764_000_000_000, content: Buffer.alloc(512, 7) },
  { path: `${'long'.repeat(40)}/${'名'.repeat(50)}.txt`, mtime_ms: 1_764_000_000_500.5, content: Buffer.from('漢字') },
  { path: 'a=b c\u202e"', mtime_ms: 1, content: Buffer.alloc(70_000, 1) },
];
const archived = () => writeTar(Readable.from(files));

test('what goes in comes out, byte for byte, whatever pieces it comes in', async () => {
  const whole = Buffer.concat(await Array.fromAsync(archived()));
  for (const size of [1, 511, 512, 100_000]) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) => whole.subarray(n * size, (n + 1) * size));
    const read = await Array.fromAsync(readTar(Readable.from(pieces)));
    expect(read.map(({ content, ...file }) => ({ ...file, content: Buffer.from(content) }))).toEqual(files);
  }
});

test('the same files are the same bytes, and tar itself reads them', async () => {
  const [one, two] = [Buffer.concat(await Array.fromAsync(archived())), Buffer.concat(await Array.fromAsync(archived()))];
  expect(one.equals(two)).toBe(true);
  writeFileSync(join(dir, 'w.tar'), one);
  execFileSync('tar', ['-xf', join(dir, 'w.tar'), '-C', dir]);
  for (const { path, content } of files) expect(readFileSync(join(dir, path)).equals(content)).toBe(true);
  expect(statSync(join(dir, 'src/main.ts')).mtimeMs).toBe(1_764_000_000_123);
});

test('a damaged or cut archive is refused', async () => {
  const whole = Buffer.concat(await Array.fromAsync(archived()));
  const damaged = Buffer.from(whole);
  damaged[3] = (damaged[3] ?? 0) ^ 1;
  await expect(Array.fromAsync(readTar(Readable.from([damaged])))).rejects.toThrow(/damaged/);
  await expect(Array.fromAsync(readTar(Readable.from([whole.subarray(0, 3000)])))).rejects.toThrow(/ends early/);
});

test('what is spooled can be read again and again, and leaves nothing behind', async () => {
  const pieces = Array.from({ length: 50 }, (_, n) => Buffer.alloc(10_001, n));
  const spooled = await spool(compressed(Readable.from(pieces)));
  for (let time = 0; time < 2; time++)
    expect(Buffer.concat(await Array.fromAsync(decompressed(spooled.open()))).equals(Buffer.concat(pieces))).toBe(true);
  await spooled.close();
  await expect(spool(compressed(failing()))).rejects.toThrow('The volume went away');
});

async function* failing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('a'));
  throw new Error('The volume went away');
}
