import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectPaths } from './layout.js';

/** Whole or not at all, and on the disk when it resolves: written aside, flushed, renamed, and the folders flushed too. */
export async function writeDurably(root: string, path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  const aside = `${path}.${randomBytes(6).toString('hex')}@part`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  await syncFolders(folder, made ? dirname(made) : folder, root);
}

/** The record goes first: a crash in between leaves an unreachable file, never a record without its content. */
export async function removeObject(paths: ObjectPaths): Promise<void> {
  const { meta, base } = paths;
  await rm(meta, { force: true });
  const folder = dirname(meta);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.startsWith(`${base}@`)) await rm(paths.file(name), { force: true });
  if (names.length > 0) await syncFolders(folder, folder, folder);
}

/** From `folder` up to `top`, which held its name already, and never above `root`. */
async function syncFolders(folder: string, top: string, root: string): Promise<void> {
  for (let at = folder; ; at = join(at, '..')) {
    const handle = await open(at, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (at === top || at === root || at === dirname(at)) return;
  }
}
