import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tarArchive } from './tar.js';

test('what tar takes out is what was put in: sizes around a block, long and strange names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = [
    'a',
    'deep/er/file.txt',
    '-x',
    'ünï 文件',
    `${'long-folder/'.repeat(20)}end`,
    'n'.repeat(100),
    'm'.repeat(101),
    `${'é'.repeat(60)}.txt`,
  ];
  const sizes = [0, 1, 511, 512, 513, 10_240, 70_000, 3];
  const files = names.map((path, index) => ({ path, content: Buffer.alloc(sizes[index] ?? 0, path) }));
  const { status, stderr } = spawnSync('tar', ['-x', '-f', '-', '-C', folder], { input: Buffer.concat([...tarArchive(files)]) });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  for (const { path, content } of files) expect(readFileSync(join(folder, path)).equals(content)).toBe(true);
});

test('names whose record length just gains a digit', () => {
  for (let length = 85; length < 105; length++) {
    const path = `${'d'.repeat(100)}/${'f'.repeat(length)}`;
    const archive = Buffer.concat([...tarArchive([{ path, content: Buffer.from('x') }])]);
    expect(spawnSync('tar', ['-t', '-f', '-'], { input: archive }).stdout.toString()).toBe(`${path}\n`);
  }
});
