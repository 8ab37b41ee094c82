import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startTestApi({ WEBHOOKS_INSECURE: 'true' });
  folder = await mkdtemp(join(tmpdir(), 'interviewlm-guide-'));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const blocks = (guide: string, language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

test('the commands of docs/WEBHOOKS.md do what it says, as they stand', async () => {
  const guide = await readFile(join(root, 'docs/WEBHOOKS.md'), 'utf8');
  const [receiver = ''] = blocks(guide, 'js');
  await writeFile(join(folder, 'receiver.mjs'), receiver);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, '.data'));
  const secret_key = api.acme.secret.headers['authorization']?.slice(7);
  await writeFile(join(folder, '.data/demo.json'), JSON.stringify({ secret_key }));

  const commands = blocks(guide, 'sh');
  expect(commands.length).toBeGreaterThanOrEqual(4);
  const script = ['set -euo pipefail', "trap 'kill $(jobs -p)' EXIT", ...commands, 'sleep 0.2', 'cat received.txt'].join('\n');
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    INTERVIEWLM: api.url,
    PORT: String(await freePort()),
  };
  const { stdout } = await run('bash', ['-c', script], { cwd: folder, env, timeout: 60_000 });
  expect(stdout).toContain('"state":"delivered"');
  expect(stdout).toMatch(/^webhook\.test itv_\w{26}$/m);
  expect(stdout).toContain('"has_more":false');
  const rolled = JSON.parse(await readFile(join(folder, 'rolled.json'), 'utf8')) as { secret: string };
  expect(rolled.secret).toMatch(/^whsec_/);
}, 90_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
