import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programEnv, type Account, type Binaries } from './binaries.js';
import { superuser } from './settings.js';

export interface ClusterPlan {
  cluster: string;
  binaries: Binaries;
  account: Account;
  password: string;
}

/** Makes the cluster when there is none: beside its place and then renamed, so that half a cluster never counts as one. */
export async function initialise({ cluster, binaries, account, password }: ClusterPlan): Promise<void> {
  if (existsSync(cluster)) return;
  const draft = `${cluster}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account.ids) await Promise.all([draft, passwordFile].map((path) => chown(path, account.ids?.uid ?? 0, account.ids?.gid ?? 0)));
    await runInitdb(binaries.initdb, account, [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    await rename(draft, cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process of ours was faster.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function runInitdb(initdb: string, account: Account, args: string[]): Promise<void> {
  const [program = initdb, ...words] = [...account.wrap, initdb, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...account.ids, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/', env: programEnv });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb failed: ${complaint.trim()}`));
    });
  });
}
