import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleSource, createReplay, readTar, writeTar } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import { withTenant } from '../../db/tenant-tx.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { addInterview, addTenant, openTestBus } from '../../../test/support/interview.js';
import { insertSnapshot } from '../../db/snapshots.js';
import { newId } from '../../ids.js';
import type { Bus } from '../recording/bus.js';
import { createRecording, type Recording } from '../recording/index.js';
import { append, type At } from '../recording/log.js';
import { isForGit } from './git.js';
import { createExporting } from './index.js';
import { hex, readManifest, writeManifest } from './manifest.js';
import { parseSigningKey, publicKeyOf } from './signing-key.js';
import { verifyBundle } from './verify.js';

const run = promisify(execFile);
const { privateKey: key } = generateKeyPairSync('ed25519');
/** Bytes that are no text, and names that git can't hold or that are hard to hold. */
const extra = new Map<string, Buffer>([
  ['data/pixel.bin', Buffer.from([0, 255, 254, 10, 13])],
  ['a b/é 😀.txt', Buffer.from('ok\n')],
  ['.git/config', Buffer.from('[core]\n')],
]);

let database: TestDatabase;
let bus: Bus;
let recording: Recording;
let at: At;
let bundle: Uint8Array;
let files: Map<string, Uint8Array>;
const workspace = new Map<string, Buffer>(extra);

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await openTestBus(database.url);
  recording = createRecording(database.knex, bus);
  at = await addInterview(database.knex, await addTenant(database.knex));
  const demo = demoSession();
  const snapshot = newId('snapshot');
  const middle = demo.events.findIndex(({ type }) => type === 'tests.result');
  for (const [path, text] of demo.files) workspace.set(path, Buffer.from(text));
  await withTenant(database.knex, at.tenant, async (tx) => {
    const tree_sha256 = '0'.repeat(64);
    await append(tx, at.interview, demo.events.slice(0, middle));
    await insertSnapshot(tx, at.interview, { id: snapshot, tree_sha256, files: [], reason: 'Paused', texts: null });
    const { t_ms = 0 } = demo.events[middle] ?? {};
    await append(tx, at.interview, [{ t_ms, type: 'snapshot', data: { id: snapshot, tree_sha256, files: 3, reason: 'Paused' } }]);
    await append(tx, at.interview, demo.events.slice(middle));
  });
  await database.knex('files').insert(
    [...workspace].map(([path, content]) => ({
      tenant_id: at.tenant,
      interview_id: at.interview,
      path,
      version: 1,
      content,
      size: content.length,
      sha256: hex(content),
    })),
  );
  bundle = await createExporting({ knex: database.knex, recording, key }).bundle(at);
  files = new Map(readTar(bundle).map(({ name, content }) => [name, content]));
});

afterAll(async () => {
  await bus.close();
  await database.close();
});

const fileOf = (name: string) => Buffer.from(files.get(name) ?? Buffer.alloc(0));

describe('a bundle', () => {
  test('that nobody touched is whole, and says who signed it', () => {
    const verdict = verifyBundle(bundle);
    expect(verdict).toMatchObject({
      whole: true,
      manifest: { interview: at.interview, public_key: publicKeyOf(key), left_out: ['.git/config'] },
    });
  });

  test('plays without a server, as it was', async () => {
    const replay = await createReplay(bundleSource(bundle));
    const state = await replay.seek(replay.duration_ms);
    for (const [path, { content }] of state.files) expect(Buffer.from(content)).toEqual(workspace.get(path));
    expect(replay.timeline).toMatchObject({ malformed: 0, gaps: [] });
    expect(replay.manifest).toMatchObject({ title: 'Basics', candidate: { name: 'Ada' } });
  });

  test('with any one byte changed is damaged, and says where', () => {
    const places = new Set<number>();
    for (const { content, start } of readTar(bundle)) {
      // Every byte of the header and around it, then a sample of the content and its padding.
      for (let offset = start - 512; offset < start + 64; offset++) places.add(offset);
      for (let offset = start; offset < start + content.length + 512; offset += 397) places.add(Math.min(offset, bundle.length - 1));
    }
    for (let offset = bundle.length - 1200; offset < bundle.length; offset += 7) places.add(offset);
    const manifest = readTar(bundle).at(-1);
    for (let offset = 0; offset < (manifest?.content.length ?? 0); offset += 11) places.add((manifest?.start ?? 0) + offset);
    const changed = new Uint8Array(bundle);
    for (const place of places) {
      changed[place] = (bundle[place] ?? 0) ^ (1 << (place % 8));
      const verdict = verifyBundle(changed);
      if (verdict.whole) throw new Error(`Nobody notices byte ${place}.`);
      expect(verdict.from).toBeLessThanOrEqual(place);
      expect(verdict.to).toBeGreaterThan(place);
      expect(verdict.to - verdict.from).toBeLessThanOrEqual(16 * 1024);
      changed[place] = bundle[place] ?? 0;
    }
    expect(verifyBundle(changed).whole).toBe(true);
    expect(places.size).toBeGreaterThan(3000);
  });

  test('names the block of a file in which a byte was changed', () => {
    const log = readTar(bundle)[0];
    if (!log) throw new Error('The bundle is empty.');
    const changed = new Uint8Array(bundle);
    const place = log.start + 20_000;
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(verifyBundle(changed)).toMatchObject({
      whole: false,
      reason: 'events.jsonl is damaged.',
      from: log.start + 16_384,
      to: log.start + Math.min(32_768, log.content.length),
    });
  });

  test('that was cut, lengthened, given another file or signed again for other events is damaged', () => {
    expect(verifyBundle(bundle.subarray(0, bundle.length - 512)).whole).toBe(false);
    expect(verifyBundle(Buffer.concat([bundle, Buffer.alloc(512)])).whole).toBe(false);
    expect(verifyBundle(new Uint8Array()).whole).toBe(false);
    const parts = readTar(bundle);
    const mtime = Math.floor(Date.parse(readManifest(fileOf('manifest.json'))?.exported_at ?? '') / 1000);
    expect(Buffer.from(writeTar(parts, mtime))).toEqual(Buffer.from(bundle));
    expect(verifyBundle(writeTar([...parts, { name: 'more', content: Buffer.from('x') }], mtime)).whole).toBe(false);
    const { public_key: _, signature: __, ...manifest } = readManifest(fileOf('manifest.json')) ?? {};
    const forged = writeManifest({ ...manifest, head: '0'.repeat(64) } as Parameters<typeof writeManifest>[0], key);
    const swapped = parts.map((part) => (part.name === 'manifest.json' ? { ...part, content: forged } : part));
    expect(verifyBundle(writeTar(swapped, mtime))).toMatchObject({ whole: false, reason: 'The events are not those of the chain.' });
  });
});

test('of a log that something was erased from, the bundle is whole and plays, and does not hold it', async () => {
  const other = await addInterview(database.knex, at.tenant);
  const { events } = demoSession();
  await withTenant(database.knex, at.tenant, (tx) => append(tx, other.interview, events));
  // What the first fold notes at the end of the log is folded by the second.
  for (let folds = 0; folds < 2; folds++) await recording.fold(other);
  const exporting = createExporting({ knex: database.knex, recording, key });
  const before = verifyBundle(await exporting.bundle(other));
  const said = events.filter(({ type }) => type === 'chat.user');
  expect(await recording.erase(other, new Set(said.map(({ seq }) => seq)))).toBe(said.length);
  const erased = await exporting.bundle(other);
  const verdict = verifyBundle(erased);
  if (!before.whole || !verdict.whole) throw new Error('A bundle is damaged');
  expect(verdict.manifest).toMatchObject({ head: before.manifest.head, events: before.manifest.events });
  const log = Buffer.from(readTar(erased)[0]?.content ?? []).toString();
  for (const event of said) if (event.type === 'chat.user') expect(log).not.toContain(JSON.stringify(event.data.text).slice(1, -1));
  const replay = await createReplay(bundleSource(erased));
  const { messages, files: played } = await replay.seek(replay.duration_ms);
  expect(messages.filter(({ role }) => role === 'user')).toEqual([]);
  expect([...played.keys()]).toEqual(expect.arrayContaining(['src/parse-duration.js']));
  expect(replay.timeline.malformed).toBe(0);
});

test('git clones the history: a commit for each snapshot, with its time, and the final files byte for byte', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-export-'));
  try {
    await writeFile(join(folder, 'workspace.bundle'), fileOf('workspace.bundle'));
    const git = (...args: string[]) => run('git', ['-C', join(folder, 'clone'), ...args]).then(({ stdout }) => stdout.trim().split('\n'));
    await run('git', ['clone', '-q', join(folder, 'workspace.bundle'), join(folder, 'clone')]);
    await git('fsck', '--strict');
    expect(await git('log', '--format=%s')).toEqual(['The workspace as it was left', 'Paused', 'Starter']);
    const [, paused] = await git('log', '--format=%ct');
    expect(Math.abs(Number(paused) - Date.now() / 1000)).toBeLessThan(120);
    const found = (await readdir(join(folder, 'clone'), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('.git'),
    );
    expect(found.length).toBe(workspace.size - 1);
    for (const [path, content] of workspace) if (isForGit(path)) expect(await readFile(join(folder, 'clone', path))).toEqual(content);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('names that some file system takes for git’s own are not for git', () => {
  for (const path of ['.git/config', 'a/.GIT/x', '.git', 'git~1/a', '.gi\u200ct/x', '.git./x', '.git::$INDEX_ALLOCATION/x'])
    expect(isForGit(path)).toBe(false);
  for (const path of ['.gitignore', 'git/a', '.github/x', 'a.git']) expect(isForGit(path)).toBe(true);
});

test('a signing key is an Ed25519 key in either form, and nothing else', () => {
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  const der = key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  expect(publicKeyOf(parseSigningKey(String(pem)))).toBe(publicKeyOf(key));
  expect(publicKeyOf(parseSigningKey(der))).toBe(publicKeyOf(key));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  for (const bad of ['', 'secret', String(rsa)]) expect(() => parseSigningKey(bad)).toThrow('Ed25519');
});

test('the review says where the final text comes from, and what each turn cost and led to', () => {
  const review = JSON.parse(fileOf('report.json').toString()) as {
    provenance: { path: string; spans: { length: number; from: { kind: string } }[] }[];
    turns: unknown[];
  };
  const kinds = new Set(review.provenance.flatMap(({ spans }) => spans.map(({ from }) => from.kind)));
  expect([...kinds].sort()).toEqual(['assistant', 'paste', 'starter', 'typed']);
  for (const { path, spans } of review.provenance)
    expect(spans.reduce((sum, { length }) => sum + length, 0)).toBe(workspace.get(path)?.toString().length);
  expect(review.turns).toMatchObject([{ model: 'claude-sonnet-5-5', usage: { cost_micros: 8700 }, proposals: [{ decision: 'accepted' }] }]);
});
