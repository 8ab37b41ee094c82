import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../recording/codec.js';
import { treeDiff, type TreeFile } from './tree-diff.js';

const run = promisify(execFile);
const tree = (files: Record<string, string | null>): TreeFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, text, sha256: sha256(text ?? 'binary').toString('hex') }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interviewlm-diff-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function applied(name: string, before: Record<string, string>, diff: string): Promise<Record<string, string>> {
  const root = join(folder, name);
  await mkdir(root);
  for (const [path, text] of Object.entries(before)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await writeFile(join(folder, 'patch'), diff);
  await run('git', ['apply', '--whitespace=nowarn', join(folder, 'patch')], { cwd: root });
  const found = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = found.map(({ parentPath, name: file }) => join(parentPath, file).slice(root.length + 1)).toSorted();
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)));
}

test('git applies a diff, and has the tree after it byte for byte', async () => {
  const before = {
    'a.js': 'one\ntwo\nthree\n',
    'gone.js': 'x\n',
    'empty.txt': '',
    'src/a b.txt': 'no end',
    'same.txt': '@@ same',
    'quote".txt': 'q\n',
  };
  const after = {
    'a.js': 'one\ntwo!\nthree\nfour',
    'src/a b.txt': 'no end\n',
    'src/é 😀.ts': 'new\r\nlines\r\n',
    'new empty.txt': '',
    'same.txt': '@@ same',
    'quote".txt': 'q\n@@ r\n',
  };
  const diff = treeDiff(tree(before), tree(after));
  expect(diff).toContain('-two\n+two!\n');
  expect(diff).not.toContain('same.txt');
  expect(await applied('changes', before, diff)).toEqual(
    Object.fromEntries(Object.entries(after).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
  expect(treeDiff(tree(after), tree(after))).toBe('');
});

test('what is no text, or would be too long to read, is only named', () => {
  const lines = (word: string) => Array.from({ length: 20_000 }, (_, line) => `${word} ${line}\n`).join('');
  const diff = treeDiff(
    [...tree({ 'big.txt': lines('before') }), { path: 'pixel.bin', text: null, sha256: 'a' }],
    [...tree({ 'big.txt': lines('after'), 'small.txt': 'x\n' }), { path: 'pixel.bin', text: null, sha256: 'b' }],
  );
  expect(diff).toContain('Binary files a/big.txt and b/big.txt differ\n');
  expect(diff).toContain('Binary files a/pixel.bin and b/pixel.bin differ\n');
  expect(diff).toMatch(/--- \/dev\/null\n\+\+\+ b\/small\.txt\n@@ -0,0 \+1(,1)? @@\n\+x\n/);
  expect(diff.length).toBeLessThan(1000);
});
