import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

test('the commands of docs/ATS.md do what it says, as they stand', async () => {
  const guide = await readFile(join(root, 'docs/ATS.md'), 'utf8');
  const [ats = ''] = blocks(guide, 'js');
  await writeFile(join(folder, 'ats.mjs'), ats);
  await mkdir(join(folder, '.data'));
  const secret_key = api.acme.secret.headers['authorization']?.slice(7);
  await writeFile(join(folder, '.data/demo.json'), JSON.stringify({ secret_key }));

  const commands = blocks(guide, 'sh');
  expect(commands).toHaveLength(8);
  const script = ['set -euo pipefail', "trap 'kill $(jobs -p)' EXIT", ...commands].join('\necho\n');
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    INTERVIEWLM: api.url,
    PORT: String(await freePort()),
  };
  const { stdout } = await run('bash', ['-c', script], { cwd: folder, env, timeout: 60_000 });
  const assessment = api.acme.assessment;
  expect(stdout).toContain(`"partner_test_id":"${assessment}"`);
  expect(stdout).toMatch(/"partner_status":"invited","metadata":\{"Link for the candidate":"http/);
  expect(stdout).toContain(`"assessment_type_id":"${assessment}"`);
  expect(stdout).toMatch(/\{"success":true,"results":\{"assessment_id":"ord_\w{26}"\}\}/);
  expect(stdout).toMatch(/\{"assessment_id":"ord_\w{26}"\}/);
  expect(stdout).toMatch(/\{"report_id":"bb83dc83-[\w-]+","assessment_url":"http[^"]+#ilm_inv_/);
  expect(stdout).toContain('"state":"passed"');
  expect(stdout).toMatch(/\{"assessment_url":"http[^"]+#ilm_inv_/);
  expect(stdout).toContain(`"assessmentPackageId":"${assessment}"`);
  for (const told of [
    /^PUT \/workable\/1 \{"status":"pending"/m,
    /^PATCH \/api\/p\/interviewlm\/reports\//m,
    /^POST \/smartrecruiters\/1 /m,
  ])
    expect(stdout).toMatch(told);
  expect(stdout).toContain('"object":"ats_order"');
}, 90_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
