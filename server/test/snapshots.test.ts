import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTar } from '@interviewlm/recording';
import { startTestApi, type TestApi } from './support/api.js';

const run = promisify(execFile);
let api: TestApi;
let folder: string;
beforeAll(async () => {
  [api, folder] = await Promise.all([startTestApi(), mkdtemp(join(tmpdir(), 'interviewlm-snapshots-'))]);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

test('each snapshot says in the log what changed since the one before, as the commits of the export do', async () => {
  const { id, candidate, reviewer } = await api.acme.createInterview();
  const at = `/api/interview/${id}`;
  await candidate.put(`${at}/files/sum.js`, { content: 'export const sum = () => 1;\n' });
  await api.acme.secret.made(`${at}/pause`);
  await api.acme.secret.made(`${at}/resume`);
  await candidate.put(`${at}/files/notes.txt`, { content: 'Looked at the tests.\n' });
  await candidate.put(`${at}/files/sum.js`, { content: 'export const sum = (all) => all.length;\n' });
  await candidate.made(`${at}/submit`);
  const { data } = (await reviewer.get(`${at}/events?type=snapshot`)).body as { data: { data: { id: string; diff: string } }[] };
  const diffs = data.map((event) => event.data.diff);
  expect(diffs).toHaveLength(2);
  expect(diffs[0]).toContain('+export const sum = () => 1;');
  expect(diffs[1]).toContain('-export const sum = () => 1;\n+export const sum = (all) => all.length;');
  expect(diffs[1]).toContain('diff --git a/notes.txt b/notes.txt\nnew file mode 100644\n');

  const bundle = await fetch(`${api.url}${at}/export`, { headers: api.acme.secret.headers });
  const history = readTar(new Uint8Array(await bundle.arrayBuffer())).find(({ name }) => name === 'workspace.bundle');
  await writeFile(join(folder, 'workspace.bundle'), history?.content ?? '');
  await run('git', ['clone', '-q', join(folder, 'workspace.bundle'), join(folder, 'clone')]);
  const git = async (...args: string[]) => (await run('git', args, { cwd: join(folder, 'clone') })).stdout.trim();
  const commits = (await git('log', '--reverse', '--format=%H')).split('\n');
  expect(commits).toHaveLength(3);
  await git('checkout', '-q', commits[0] ?? '');
  for (const [index, diff] of diffs.entries()) {
    await writeFile(join(folder, 'patch'), diff);
    await git('apply', '--index', join(folder, 'patch'));
    expect(await git('write-tree')).toBe(await git('rev-parse', `${commits[index + 1] ?? ''}^{tree}`));
  }
});
