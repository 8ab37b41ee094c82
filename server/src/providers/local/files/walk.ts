import type { Dirent, Stats } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { VolumeError } from '../../../services/volumes/port.js';
import type { Directory } from './directory.js';
import { maxDepth } from './path.js';

export interface Found {
  /** Null when no path of ours can name it: the name isn't UTF-8 text, or it lies too deep. */
  path: string | null;
  stat: Stats;
  /** Names it to the system, until the next one is asked for. */
  at: string | Buffer;
}

/** More than an interview can need, and few enough that listing them never holds the server up. */
export const maxEntries = 20_000;

/**
 * Everything below `root`, in no order, without following a link. A folder that vanishes or turns into a link meanwhile is passed over.
 * Folders deeper than a path may be are named but not entered. More than `maxEntries` names: `too_large`.
 */
export async function* walk(root: Directory): AsyncGenerator<Found> {
  yield* walkFolder(root, '', 1, { entries: 0, since: performance.now() });
}

interface Progress {
  entries: number;
  /** When others last had their turn. */
  since: number;
}

/** Names that were read at once are looked at without a pause, which on a slow disk would hold everybody else up. */
const longestTurn_ms = 10;

/** The files that have a path: what a tree, a copy or a watcher is about. */
export const isNamedFile = (found: Found): found is Found & { path: string } => found.path !== null && found.stat.isFile();

async function* walkFolder(folder: Directory, prefix: string | null, depth: number, seen: Progress): AsyncGenerator<Found> {
  for await (const { name: raw } of entriesOf(folder)) {
    if (++seen.entries > maxEntries) throw new VolumeError('too_large', `The volume has more than ${maxEntries} files and folders.`);
    if (performance.now() - seen.since > longestTurn_ms) {
      await nextTurn();
      seen.since = performance.now();
    }
    const stat = folder.glance(raw);
    if (stat === null) continue;
    const name = utf8(raw);
    const path = prefix === null || name === null || depth > maxDepth ? null : prefix + name;
    yield { path, stat, at: folder.at(raw) };
    if (stat.isDirectory() && depth <= maxDepth) yield* walkChild(folder, raw, path === null ? null : `${path}/`, depth + 1, seen);
  }
}

async function* walkChild(folder: Directory, name: Buffer, prefix: string | null, depth: number, seen: Progress): AsyncGenerator<Found> {
  const child = await folder.child(name).catch(() => null);
  if (child === null) return;
  try {
    yield* walkFolder(child, prefix, depth, seen);
  } finally {
    await child.close();
  }
}

type RawEntry = Omit<Dirent, 'name'> & { name: Buffer };

async function* entriesOf(folder: Directory): AsyncGenerator<RawEntry> {
  const listing = await opendir(folder.self, { encoding: 'buffer' as BufferEncoding, bufferSize: 64 }).catch(() => null);
  // With `encoding: 'buffer'` names are Buffers, which Node's types don't know.
  if (listing) for await (const entry of listing) yield entry as unknown as RawEntry;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(name: Buffer): string | null {
  try {
    return decoder.decode(name);
  } catch {
    return null;
  }
}
