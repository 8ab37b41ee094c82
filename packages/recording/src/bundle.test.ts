import { expect, test } from 'vitest';
import { bundleSource } from './bundle.js';
import { createReplay } from './replay.js';
import { sourceOf } from './source.js';
import { readTar, TarError, writeTar } from './tar.js';
import { demoSession } from './testing/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const { manifest, events } = demoSession();
const { interview, title, candidate, started_at, duration_ms } = manifest;
const about = bytes(JSON.stringify({ interview, title, candidate, started_at, duration_ms }));
const log = bytes(events.map((event) => `${JSON.stringify(event)}\n`).join(''));

test('a bundle plays as the recording that it was made from', async () => {
  const bundle = writeTar(
    [
      { name: 'events.jsonl', content: log },
      { name: 'manifest.json', content: about },
    ],
    1_790_000_000,
  );
  const replay = await createReplay(bundleSource(bundle));
  const live = await createReplay(sourceOf(manifest, events));
  await Promise.all([replay.loadAll(), live.loadAll()]);
  expect(replay.entries).toEqual(live.entries);
  expect(replay.manifest).toMatchObject({ interview, title, duration_ms, markers: manifest.markers, complete: true });
});

test('what is no bundle is refused with a reason', async () => {
  const open = (bundle: Uint8Array) => createReplay(bundleSource(bundle));
  await expect(open(new Uint8Array(5000).fill(7))).rejects.toBeInstanceOf(TarError);
  await expect(open(writeTar([], 0))).rejects.toThrow('manifest.json');
  await expect(open(writeTar([{ name: 'manifest.json', content: bytes('{}') }], 0))).rejects.toThrow('not one of ours');
});

test('an archive gives back its files, and where they are', () => {
  const files = [
    { name: 'a', content: bytes('') },
    { name: 'b', content: new Uint8Array(513).fill(1) },
  ];
  const archive = writeTar(files, 1);
  const read = readTar(archive);
  expect(read.map(({ name, content }) => ({ name, content: new Uint8Array(content) }))).toEqual(files);
  expect(read.map(({ start }) => start)).toEqual([512, 1024]);
  expect(() => readTar(archive.subarray(0, 1200))).toThrow(TarError);
});
