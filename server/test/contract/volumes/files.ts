import { describe, expect, test } from 'vitest';
import { bytes, freshSession, freshVolume, text, type Get } from './kit.js';

export function filesContract(get: Get): void {
  describe('VO1 a volume is made once and stays until it is deleted', () => {
    test('made, made again, listed, deleted, deleted again', async () => {
      const { volumes } = get();
      const name = `interviewlm-${freshSession()}`;
      expect(await volumes.exists(name)).toBe(false);
      await volumes.create(name);
      await volumes.write(name, [{ kind: 'write', path: 'kept.txt', content: bytes('kept') }]);
      await volumes.create(name);
      expect(text(await volumes.read(name, 'kept.txt'))).toBe('kept');
      const listed = (await volumes.list()).find((volume) => volume.name === name);
      expect(Math.abs(Date.now() - (listed?.created_at.getTime() ?? 0))).toBeLessThan(60_000);
      await volumes.delete(name);
      await volumes.delete(name);
      expect(await volumes.exists(name)).toBe(false);
      expect((await volumes.list()).map((volume) => volume.name)).not.toContain(name);
    });

    test('two that make it at once both succeed', async () => {
      const { volumes } = get();
      const name = `interviewlm-${freshSession()}`;
      await Promise.all(Array.from({ length: 5 }, () => volumes.create(name)));
      expect(await volumes.exists(name)).toBe(true);
    });

    test('a missing volume is not_found to every verb', async () => {
      const { volumes } = get();
      const name = `interviewlm-${freshSession()}`;
      const missing = { name: 'VolumeError', code: 'not_found' };
      await expect(volumes.read(name, 'a.txt')).rejects.toMatchObject(missing);
      await expect(volumes.tree(name)).rejects.toMatchObject(missing);
      await expect(volumes.write(name, [{ kind: 'write', path: 'a.txt', content: bytes('a') }])).rejects.toMatchObject(missing);
      await expect(volumes.commit(name)).rejects.toMatchObject(missing);
      expect(await volumes.exists(name)).toBe(false);
    });
  });

  describe('VO2 files come back as they were written', () => {
    test('any bytes, any depth, any UTF-8 name', async () => {
      const { volumes } = get();
      const name = await freshVolume(volumes);
      const content = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256);
      const paths = [
        'binary.dat',
        'src/deep/er/main.js',
        'mit Leer zeichen.txt',
        'ünïcode/文件.txt',
        '-dash',
        '__proto__',
        'src/$(touch x)`y`;z',
        `${'n'.repeat(200)}.txt`,
      ];
      await volumes.write(
        name,
        paths.map((path) => ({ kind: 'write' as const, path, content })),
      );
      for (const path of paths) expect(Buffer.compare(await volumes.read(name, path), content)).toBe(0);
      const tree = await volumes.tree(name);
      expect(tree.map(({ path }) => path)).toEqual([...paths].sort());
      expect(tree.every(({ size }) => size === content.length)).toBe(true);
      expect(tree.every(({ mtime_ms }) => Math.abs(Date.now() - mtime_ms) < 60_000)).toBe(true);
    });

    test('an empty file is a file', async () => {
      const { volumes } = get();
      const name = await freshVolume(volumes, { 'empty.txt': '' });
      expect(await volumes.read(name, 'empty.txt')).toHaveLength(0);
      expect(await volumes.tree(name)).toMatchObject([{ path: 'empty.txt', size: 0 }]);
    });
  });

  describe('VO3 changes are applied in order', () => {
    test('written over, moved, deleted', async () => {
      const { volumes } = get();
      const name = await freshVolume(volumes, { 'a.txt': 'first', 'b.txt': 'bee' });
      await volumes.write(name, [
        { kind: 'write', path: 'a.txt', content: bytes('second') },
        { kind: 'move', from: 'a.txt', to: 'new/place/c.txt' },
        { kind: 'write', path: 'a.txt', content: bytes('third') },
        { kind: 'delete', path: 'b.txt' },
      ]);
      expect((await volumes.tree(name)).map(({ path }) => path)).toEqual(['a.txt', 'new/place/c.txt']);
      expect(text(await volumes.read(name, 'new/place/c.txt'))).toBe('second');
      expect(text(await volumes.read(name, 'a.txt'))).toBe('third');
    });

    test('what comes before a refused change stays', async () => {
      const { volumes } = get();
      const name = await freshVolume(volumes, { 'a.txt': 'a' });
      const changes = [
        { kind: 'write', path: 'b.txt', content: bytes('b') },
        { kind: 'delete', path: 'nowhere.txt' },
        { kind: 'write', path: 'c.txt', content: bytes('c') },
      ] as const;
      await expect(volumes.write(name, changes)).rejects.toMatchObject({ name: 'VolumeError', code: 'not_found' });
      expect((await volumes.tree(name)).map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
    });
  });

  describe('VO4 what can not be done is refused by its code', () => {
    test('missing files are not_found', async () => {
      const { volumes } = get();
      const name = await freshVolume(volumes, { 'a.txt': 'a' });
      await expect(volumes.read(name, 'b.txt')).rejects.toMatchObject({ code: 'not_found' });
      await expect(volumes.read(name, 'no/such/folder.txt')).rejects.toMatchObject({ code: 'not_found' });
      await expect(volumes.write(name, [{ kind: 'move', from: 'b.txt', to: 'c.txt' }])).rejects.toMatchObject({ code: 'not_found' });
    });

    test('a folder is not_a_file, a taken name exists', async () => {
      const { volumes } = get();
      const name = await freshVolume(volumes, { 'folder/a.txt': 'a', 'b.txt': 'b' });
      await expect(volumes.read(name, 'folder')).rejects.toMatchObject({ code: 'not_a_file' });
      await expect(volumes.write(name, [{ kind: 'write', path: 'folder', content: bytes('x') }])).rejects.toMatchObject({
        code: 'not_a_file',
      });
      await expect(volumes.write(name, [{ kind: 'write', path: 'b.txt/c.txt', content: bytes('x') }])).rejects.toMatchObject({
        code: 'not_a_file',
      });
      await expect(volumes.write(name, [{ kind: 'move', from: 'b.txt', to: 'folder/a.txt' }])).rejects.toMatchObject({ code: 'exists' });
      expect(text(await volumes.read(name, 'folder/a.txt'))).toBe('a');
    });

    test.each([
      '',
      '/etc/passwd',
      '../x',
      'a/../../x',
      'a//b',
      './a',
      'a/',
      'a\0b',
      'a\nb',
      'a\\b',
      '\ud800',
      'x'.repeat(300),
      `${'d/'.repeat(40)}f`,
    ])('the path %j is invalid_path', async (path) => {
      const { volumes } = get();
      const name = await freshVolume(volumes);
      const refused = { name: 'VolumeError', code: 'invalid_path' };
      await expect(volumes.read(name, path)).rejects.toMatchObject(refused);
      await expect(volumes.write(name, [{ kind: 'write', path, content: bytes('x') }])).rejects.toMatchObject(refused);
      await expect(volumes.write(name, [{ kind: 'delete', path }])).rejects.toMatchObject(refused);
      expect(await volumes.tree(name)).toEqual([]);
    });
  });
}
