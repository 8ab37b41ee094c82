import { appendFile, mkdtemp, readdir, readFile, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDiskArchive } from '../../src/providers/disk/index.js';
import type { ArchivePort } from '../../src/services/archive/port.js';

let dir: string;
let archive: ArchivePort;
const plain = { content_type: 'text/plain' };
const filesOf = async (folder = dir) => (await readdir(folder, { recursive: true })).filter((name) => name.includes('@'));
const dataFile = async () => join(dir, (await filesOf()).find((name) => !name.endsWith('@meta')) ?? '');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'archive-'));
  archive = createDiskArchive({ dir, publicUrl: 'http://localhost', secret: 'a secret of at least thirty-two bytes' });
  await archive.put('a/b', Buffer.from('as it was put'), plain);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('DA1 damage is found at get', () => {
  test.each([
    ['a changed byte', async (path: string) => writeFile(path, 'as it was pUt')],
    ['bytes added', async (path: string) => appendFile(path, '!')],
    ['bytes lost', async (path: string) => truncate(path, 3)],
    ['the content gone', async (path: string) => unlink(path)],
  ])('%s', async (_, damage) => {
    await damage(await dataFile());
    await expect(archive.get('a/b')).rejects.toMatchObject({ name: 'ArchiveError', code: 'corrupt' });
    await expect(archive.get('a/b', [0, 1])).rejects.toMatchObject({ code: 'corrupt' });
  });

  test('a record that is not one, which a new put mends', async () => {
    await writeFile(join(dir, 'a', 'b@meta'), '{"size":1');
    await expect(archive.get('a/b')).rejects.toMatchObject({ code: 'corrupt' });
    await archive.put('a/b', Buffer.from('anew'), plain);
    expect(Buffer.from(await archive.get('a/b')).toString()).toBe('anew');
  });

  test('a record can not point out of its folder', async () => {
    const meta = JSON.parse(await readFile(join(dir, 'a', 'b@meta'), 'utf8')) as Record<string, unknown>;
    await writeFile(join(dir, 'a', 'b@meta'), JSON.stringify({ ...meta, data: '../../../etc/passwd' }));
    await expect(archive.get('a/b')).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('DA2 a crash leaves the old or the new, never a mix', () => {
  test('content without its record is not there', async () => {
    await writeFile(join(dir, 'a', 'c@half'), 'half of it');
    await writeFile(join(dir, 'a', 'c@meta.123@part'), '{');
    expect(await archive.head('a/c')).toBeNull();
    expect(await Array.fromAsync(archive.list(''))).toEqual([{ key: 'a/b', size: 13 }]);
  });

  test('new content without its record leaves the old', async () => {
    await writeFile(join(dir, 'a', 'b@new'), 'the new content');
    expect(Buffer.from(await archive.get('a/b')).toString()).toBe('as it was put');
    await archive.delete(['a/b']);
    expect(await filesOf()).toEqual([]);
  });

  test('replacing leaves two files, not more, and none after a delete', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => archive.put('a/b', Buffer.from(`version ${n}`), plain)));
    expect(await filesOf()).toHaveLength(2);
    await archive.delete(['a/b']);
    expect(await filesOf()).toEqual([]);
  });
});

test('DA3 lists come in the order of the bytes of their keys', async () => {
  const keys = ['x/a', 'x/a-b', 'x/a/b', 'x/B', 'x/é', 'x/～', 'x/😀'];
  for (const key of keys) await archive.put(key, Buffer.from('1'), plain);
  const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect((await Array.fromAsync(archive.list('x/'))).map(({ key }) => key)).toEqual(sorted);
});

test('DA4 a folder that can not be used is unavailable, not missing', async () => {
  await symlink('/proc/1/nowhere', join(dir, 'gone'));
  const broken = createDiskArchive({
    dir: join(dir, 'gone'),
    publicUrl: 'http://localhost',
    secret: 'a secret of at least thirty-two bytes',
  });
  await expect(broken.put('a', Buffer.from('x'), plain)).rejects.toMatchObject({ code: 'unavailable' });
});
