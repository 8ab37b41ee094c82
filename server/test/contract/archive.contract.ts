import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchivePort } from '../../src/services/archive/port.js';

export interface OpenedArchive {
  archive: ArchivePort;
  close(): Promise<void>;
}

const plain = { content_type: 'application/octet-stream' };
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** What every archive must do. */
export function archiveContract(name: string, open: () => Promise<OpenedArchive>): void {
  describe(`archive: ${name}`, () => {
    let opened: OpenedArchive;
    let archive: ArchivePort;
    const keysOf = async (prefix: string) => (await Array.fromAsync(archive.list(prefix))).map(({ key }) => key);
    beforeAll(async () => {
      opened = await open();
      archive = opened.archive;
    });
    afterAll(() => opened.close());

    test.each([0, 1, 4096, 1_000_003, 17 * 1024 * 1024 + 5])('AR1 %i bytes come back as they were put', async (size) => {
      const content = new Uint8Array(randomBytes(size));
      expect(await archive.put(`ar1/${size}`, content, plain)).toEqual({ sha256: sha256(content), size });
      expect(sha256(await archive.get(`ar1/${size}`))).toBe(sha256(content));
      expect(await archive.head(`ar1/${size}`)).toEqual({ size, sha256: sha256(content) });
    });

    test('AR2 a second put replaces the first', async () => {
      await archive.put('ar2', Buffer.from('first, and longer'), plain);
      await archive.put('ar2', Buffer.from('second'), plain);
      expect(Buffer.from(await archive.get('ar2')).toString()).toBe('second');
      expect((await archive.head('ar2'))?.size).toBe(6);
      expect(await keysOf('ar2')).toEqual(['ar2']);
    });

    test('AR3 a range has both its ends, stops at the last byte, and beyond it there is nothing', async () => {
      await archive.put('ar3', Buffer.from('0123456789'), plain);
      const text = async (range: [number, number]) => Buffer.from(await archive.get('ar3', range)).toString();
      expect([await text([0, 0]), await text([2, 4]), await text([8, 99])]).toEqual(['0', '234', '89']);
      await expect(archive.get('ar3', [10, 20])).rejects.toMatchObject({ code: 'not_found' });
      await expect(archive.get('ar3', [4, 2])).rejects.toMatchObject({ code: 'not_found' });
    });

    test('AR4 what is not there is not found', async () => {
      await expect(archive.get('ar4/none')).rejects.toMatchObject({ name: 'ArchiveError', code: 'not_found' });
      expect(await archive.head('ar4/none')).toBeNull();
      expect(await keysOf('ar4/')).toEqual([]);
    });

    test('AR5 a prefix lists its keys and sizes, also a key that is a folder of others', async () => {
      const keys = ['ar5/a', 'ar5/a-b', 'ar5/a/b', 'ar5/a/b/c', 'ar5/ab', 'ar5/B', 'ar5/é', 'ar5/😀', 'ar5/～'];
      await Promise.all(keys.map((key) => archive.put(key, Buffer.from(key), plain)));
      const listed = await Array.fromAsync(archive.list('ar5/'));
      expect(Object.fromEntries(listed.map(({ key, size }) => [key, size]))).toEqual(
        Object.fromEntries(keys.map((key) => [key, Buffer.byteLength(key)])),
      );
      expect(listed).toHaveLength(keys.length);
      expect((await keysOf('ar5/a')).toSorted()).toEqual(['ar5/a', 'ar5/a-b', 'ar5/a/b', 'ar5/a/b/c', 'ar5/ab']);
      expect((await keysOf('ar5/a/')).toSorted()).toEqual(['ar5/a/b', 'ar5/a/b/c']);
    });

    test('AR6 a list is whole however long', async () => {
      const keys = Array.from({ length: 1005 }, (_, n) => `ar6/${String(n).padStart(4, '0')}`);
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => archive.put(key, Buffer.from('x'), plain)));
      expect(await keysOf('ar6/')).toEqual(keys);
    });

    test('AR7 delete takes several, also those that are not there, and spares the rest', async () => {
      await Promise.all(['ar7/a', 'ar7/a/b', 'ar7/c'].map((key) => archive.put(key, Buffer.from(key), plain)));
      await archive.delete(['ar7/a', 'ar7/c', 'ar7/never']);
      await archive.delete(['ar7/a', 'ar7/c', 'ar7/never']);
      await archive.delete([]);
      expect(await keysOf('ar7/')).toEqual(['ar7/a/b']);
      await expect(archive.get('ar7/a')).rejects.toMatchObject({ code: 'not_found' });
    });

    test('AR8 strange names are names like others', async () => {
      const names = [
        'with space',
        'a+b&c=d?e#f',
        '100%',
        '%2e%2e',
        'a@meta',
        'b~',
        'c:d',
        '...',
        '..x',
        'ünïcode',
        '漢字',
        'q"\'`',
        'long'.repeat(60),
        `${'漢'.repeat(100)}/x`,
      ];
      const keys = names.map((name) => `ar8/${name}`);
      for (const key of keys) await archive.put(key, Buffer.from(key), plain);
      for (const key of keys) expect(Buffer.from(await archive.get(key)).toString()).toBe(key);
      expect((await keysOf('ar8/')).toSorted()).toEqual(keys.toSorted());
    });

    test.each(['', '/', 'a//b', '/a', 'a/', '.', '..', 'a/../b', 'a/./b', 'a\nb', 'a\0b', '\ud800', 'x'.repeat(1025)])(
      'AR9 %j names nothing',
      async (key) => {
        await expect(archive.put(key, Buffer.from('x'), plain)).rejects.toThrow(TypeError);
        await expect(archive.get(key)).rejects.toThrow(TypeError);
        await expect(archive.delete([key])).rejects.toThrow(TypeError);
        await expect(archive.presign(key, 60)).rejects.toThrow(TypeError);
      },
    );

    test('AR10 a link gives a browser the object, or a part of it, with its type', async () => {
      await archive.put('ar10/a b.json', Buffer.from('{"a":1}'), {
        content_type: 'application/json',
        tags: { tenant: 'ten_1', kind: 'a&b' },
      });
      const url = await archive.presign('ar10/a b.json', 60);
      const whole = await fetch(url);
      expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([200, 'application/json', '{"a":1}']);
      const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
      expect([part.status, await part.text()]).toEqual([206, '"a"']);
      const packed = gzipSync('squeezed');
      await archive.put('ar10/z', packed, { content_type: 'text/plain', content_encoding: 'gzip' });
      expect(await (await fetch(await archive.presign('ar10/z', 60))).text()).toBe('squeezed');
      expect(Buffer.from(await archive.get('ar10/z'))).toEqual(packed);
    });

    test('AR11 a link is for one object and for its time only', async () => {
      await Promise.all(['ar11/mine', 'ar11/other'].map((key) => archive.put(key, Buffer.from(key), plain)));
      const url = new URL(await archive.presign('ar11/mine', 60));
      const statusOf = async (change: (changed: URL) => void) => {
        const changed = new URL(url);
        change(changed);
        return (await fetch(changed)).status;
      };
      const signature = [...url.searchParams.keys()].find((name) => /signature$/i.test(name)) ?? '';
      const expiry = [...url.searchParams.keys()].find((name) => /expires$/i.test(name)) ?? '';
      expect(await statusOf(() => undefined)).toBe(200);
      expect(await statusOf((changed) => (changed.pathname = changed.pathname.replace('mine', 'other')))).toBe(403);
      expect(await statusOf((changed) => changed.searchParams.set(signature, 'x'.repeat(43)))).toBe(403);
      expect(await statusOf((changed) => changed.searchParams.set(expiry, String(Number(url.searchParams.get(expiry)) + 1)))).toBe(403);
      expect(await statusOf((changed) => changed.searchParams.delete(signature))).toBe(403);
      const brief = await archive.presign('ar11/mine', 1);
      await new Promise((resolve) => setTimeout(resolve, 2100));
      expect((await fetch(brief)).status).toBe(403);
    });

    test('AR12 of many puts of one key at once, one is left, whole', async () => {
      const contents = Array.from({ length: 12 }, (_, n) => Buffer.alloc(50_000, n));
      await Promise.all(contents.map((content) => archive.put('ar12', content, plain)));
      const left = await archive.get('ar12');
      expect(contents.some((content) => content.equals(left))).toBe(true);
      expect((await archive.head('ar12'))?.sha256).toBe(sha256(left));
    });

    test('AR13 what may not fit in memory goes in and comes out in pieces', async () => {
      const pieces = Array.from({ length: 70 }, () => new Uint8Array(randomBytes(256 * 1024 + 1)));
      const whole = Buffer.concat(pieces);
      const content = { size: whole.length, sha256: sha256(whole), open: () => Readable.from(pieces) };
      for (const [key, part] of [
        ['ar13/large', content],
        ['ar13/small', { size: 3, sha256: sha256(Buffer.from('abc')), open: () => Readable.from([Buffer.from('ab'), Buffer.from('c')]) }],
        ['ar13/empty', { size: 0, sha256: sha256(Buffer.alloc(0)), open: () => Readable.from([]) }],
      ] as const) {
        expect(await archive.put(key, part, plain)).toEqual({ sha256: part.sha256, size: part.size });
        const hash = createHash('sha256');
        for await (const piece of archive.stream(key)) {
          expect(piece.byteLength).toBeLessThan(1024 * 1024);
          hash.update(piece);
        }
        expect(hash.digest('hex')).toBe(part.sha256);
        expect(await archive.head(key)).toEqual({ size: part.size, sha256: part.sha256 });
      }
      await expect(Array.fromAsync(archive.stream('ar13/none'))).rejects.toMatchObject({ code: 'not_found' });
    });

    test.each([100, 17 * 1024 * 1024])(
      'AR14 %i bytes that are not what they were said to be are refused, and what was there stays',
      async (size) => {
        const key = `ar14/${size}`;
        await archive.put(key, Buffer.from('before'), plain);
        const content = { size, sha256: sha256(Buffer.alloc(size, 1)), open: () => Readable.from([Buffer.alloc(size, 2)]) };
        await expect(archive.put(key, content, plain)).rejects.toMatchObject({ name: 'ArchiveError', code: 'corrupt' });
        const short = { ...content, open: () => Readable.from([Buffer.alloc(size - 1, 1)]) };
        await expect(archive.put(key, short, plain)).rejects.toMatchObject({ code: 'corrupt' });
        expect(Buffer.from(await archive.get(key)).toString()).toBe('before');
      },
    );
  });
}
