import { randomUUID } from 'node:crypto';
import { opendir, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Directory, ignoring } from './directory.js';
import { codeOf } from './errors.js';

/**
 * Deletes a folder that strangers filled, moved into `trash` beforehand. Nested folders are moved up into `trash` first, so a tree of
 * any depth is emptied with one open folder and short paths; `fs.rm` fails on trees of 3,000 levels and on names that aren't text.
 */
export async function emptyTrash(trash: string): Promise<void> {
  let before = '';
  for (let waiting = await readdir(trash); waiting.length > 0 && waiting.join() !== before; waiting = await readdir(trash)) {
    before = waiting.join();
    for (const name of waiting) await removeOne(trash, name);
  }
}

/** Moves `path` out of sight in one step; `emptyTrash` then takes its time. */
export async function discard(path: string | Buffer, trash: string): Promise<void> {
  await rename(path, join(trash, randomUUID()));
}

/** Moves one folder inside `folder` out of sight. */
export async function discardFolder(folder: Directory, name: string | Buffer, trash: string): Promise<void> {
  const child = await folder.child(name);
  try {
    // Moving a folder rewrites its `..`, which needs the right to write in it.
    await child.unlock();
  } finally {
    await child.close();
  }
  await discard(folder.at(name), trash);
}

async function removeOne(trash: string, name: string): Promise<void> {
  const path = join(trash, name);
  const folder = await Directory.open(path).catch(() => null);
  if (folder === null) return unlink(path).catch(ignoring('ENOENT'));
  try {
    await folder.unlock();
    await emptyFolder(folder, trash);
  } finally {
    await folder.close();
  }
  // A process that still sits in the folder may add to it meanwhile: the next round takes that.
  await rmdir(path).catch(ignoring('ENOTEMPTY', 'ENOENT'));
}

async function emptyFolder(folder: Directory, trash: string): Promise<void> {
  for await (const name of namesIn(folder)) {
    const entry = folder.at(name);
    await unlink(entry).catch(async (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return;
      if (codeOf(error) !== 'EISDIR' && codeOf(error) !== 'EPERM') throw error;
      await discardFolder(folder, name, trash);
    });
  }
}

/** A few at a time: a list of all that somebody made could be long. Names that are passed over meanwhile are met in the next round. */
async function* namesIn(folder: Directory): AsyncGenerator<Buffer> {
  const listing = await opendir(folder.self, { encoding: 'buffer' as BufferEncoding, bufferSize: 64 });
  // With `encoding: 'buffer'` names are Buffers, which Node's types don't know.
  for await (const { name } of listing) yield name as unknown as Buffer;
}
