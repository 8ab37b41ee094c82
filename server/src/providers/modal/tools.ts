import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Volume } from 'modal';
import type { Account } from './account.js';
import { ColdVolumes } from './cold.js';
import { within } from './deadline.js';

const complete = '.complete';
const made = new WeakMap<Account, Map<string, Promise<Volume>>>();

/**
 * Our test harness as a volume to mount read-only, named by the hash of its content: uploaded once for each version,
 * by whichever process needs it first, and never changed.
 */
export function toolsVolume(account: Account, folder: string): Promise<Volume> {
  const known = made.get(account) ?? new Map<string, Promise<Volume>>();
  made.set(account, known);
  const volume = known.get(folder) ?? upload(account, folder);
  known.set(folder, volume);
  volume.catch(() => known.delete(folder));
  return volume;
}

async function upload(account: Account, folder: string): Promise<Volume> {
  const files = await filesOf(folder);
  const hash = createHash('sha256');
  for (const { path, content } of files) hash.update(`${path}\0${content.length}\0`).update(content);
  // No volume of ours begins like this: see `Account.ourName`.
  const name = `${account.namespace}.tools-${hash.digest('hex').slice(0, 24)}`;
  const volume = await within(() => account.client.volumes.fromName(name, { createIfMissing: true, version: 2 }), 30_000);
  const cold = new ColdVolumes(account.client);
  if (!(await cold.entries(volume.volumeId)).has(complete)) {
    await cold.put(volume.volumeId, files);
    await cold.put(volume.volumeId, [{ path: complete, content: Buffer.from('1') }]);
  }
  return volume.withMountOptions({ readOnly: true });
}

async function filesOf(folder: string): Promise<{ path: string; content: Uint8Array }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => ({ path: relative(folder, path).split(sep).join('/'), content: await readFile(path) })),
  );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
