import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../files/errors.js';
import { isOwnerName, type OwnerTag } from '../owner-tag.js';

export const groupName = () => randomUUID();

export async function pidsOf(group: string): Promise<number[]> {
  const list = await readFile(join(group, 'cgroup.procs'), 'utf8').catch(() => '');
  return list.split('\n').filter(Boolean).map(Number);
}

/** A counter in a file of `name number` lines; 0 where the kernel doesn't count it. */
export async function counter(file: string, name: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line ? Number(line.slice(name.length + 1)) : 0;
}

/** The first line of a file that the kernel answers from memory; null where there is none. Read at once: a trip to another thread costs more. */
export function firstLineOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').split('\n', 1)[0] ?? null;
  } catch {
    return null;
  }
}

/** Makes a folder and sets its files, at once for the same reason; whatever fails leaves nothing behind. */
export function makeGroup(path: string, settings: Readonly<Record<string, string | number>>): void {
  mkdirSync(path);
  try {
    for (const [file, value] of Object.entries(settings)) writeFileSync(join(path, file), String(value));
  } catch (error) {
    rmdirSync(path);
    throw error;
  }
}

/** SIGKILL until none is left (a fork may be under way), then removes the folder. */
export async function emptyGroup(path: string): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await writeFile(join(path, 'cgroup.kill'), '1').catch(() => undefined);
    const pids = await pidsOf(path);
    if (pids.length === 0 && (await removed(path))) return;
    for (const pid of pids) kill(pid);
    await sleep(Math.min(10 + round, 50));
  }
}

/** Ends the groups of owners that are gone. */
export async function sweepOwners(parent: string, owner: OwnerTag): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((candidate) => isOwnerName(candidate) && !owner.isAlive(candidate))) {
    const folder = join(parent, name);
    const groups = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const group of groups) if (group.isDirectory()) await emptyGroup(join(folder, group.name));
    await removed(folder);
  }
}

const removed = (path: string) =>
  rmdir(path).then(
    () => true,
    (error: unknown) => codeOf(error) === 'ENOENT',
  );

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}
