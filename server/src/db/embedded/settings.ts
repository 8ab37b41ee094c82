import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Kept in `postgres.json`, readable by its owner alone. */
export interface EmbeddedSettings {
  port: number;
  password: string;
}

export const superuser = 'interviewlm';

/** Reads the settings, or makes new ones. Of two processes that start together, both end up with the first one's. */
export async function loadSettings(folder: string): Promise<EmbeddedSettings> {
  const path = join(folder, 'postgres.json');
  const fresh: EmbeddedSettings = { port: 0, password: randomBytes(32).toString('base64url') };
  try {
    await writeFile(path, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(await readFile(path, 'utf8')) as EmbeddedSettings;
  }
}

export async function saveSettings(folder: string, settings: EmbeddedSettings): Promise<void> {
  const path = join(folder, 'postgres.json');
  await writeFile(`${path}.new`, JSON.stringify(settings), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export function connectionUrl({ port, password }: EmbeddedSettings, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

/** The wished port when it is free, else one that the system picks. */
export async function freePort(wished: number): Promise<number> {
  return (await tryPort(wished)) ?? (await tryPort(0)) ?? Promise.reject(new Error('There is no free port on 127.0.0.1.'));
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
