import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestApi } from './api.js';
import { ownPort } from './port.js';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** A folder in which a guide's commands are run as they stand, beside an API with a demo's key. */
export async function openGuide(path: string) {
  const api = await startTestApi({ WEBHOOKS_INSECURE: 'true' });
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-guide-'));
  const guide = await readFile(join(root, path), 'utf8');
  await mkdir(join(folder, '.data'));
  const secret_key = api.acme.secret.headers['authorization']?.slice(7);
  await writeFile(join(folder, '.data/demo.json'), JSON.stringify({ secret_key }));
  return {
    api,
    folder,
    /** The guide's pieces of code in this language. */
    blocks: (language: string): string[] =>
      [...guide.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text),
    /** Runs shell commands, which may leave something running, and answers what they print. */
    async run(commands: readonly string[], between: string): Promise<string> {
      const script = ['set -euo pipefail', "trap 'kill $(jobs -p)' EXIT", ...commands].join(between);
      const env = {
        PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        INTERVIEWLM: api.url,
        PORT: String(await ownPort()),
      };
      return (await run('bash', ['-c', script], { cwd: folder, env, timeout: 60_000 })).stdout;
    },
    async close() {
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
