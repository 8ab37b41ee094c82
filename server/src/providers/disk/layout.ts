import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';

/**
 * `a/b` is kept as `a/b@meta` and `a/b@<random>`. Parts of keys are escaped to `[A-Za-z0-9._-]` and `%XX`, so `@` and the
 * `~` at the end of a folder that only continues a long name never clash with them, and the key `a` may stand beside `a/b`.
 */
export interface ObjectPaths {
  meta: string;
  /** Path of a data file by its name. */
  file(name: string): string;
  /** Name that every file of the object starts with. */
  base: string;
}

/** The system's answer for a path that is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const longestName = 200;
const metaSuffix = '@meta';

export function objectPaths(dir: string, key: string): ObjectPaths {
  const path = join(dir, ...key.split('/').flatMap(namesOf));
  const folder = dirname(path);
  return { meta: path + metaSuffix, file: (name) => join(folder, name), base: path.slice(folder.length + 1) };
}

export const newDataFile = ({ base }: ObjectPaths): string => `${base}@${randomBytes(9).toString('base64url')}`;

/** The folder that holds every key with this prefix, as deep as whole parts of it go. */
export const folderOf = (dir: string, prefix: string): string => join(dir, ...prefix.split('/').slice(0, -1).flatMap(namesOf));

/** The key of a meta file by its path relative to the archive, or null when it is another file. */
export function keyOf(path: string): string | null {
  return path.endsWith(metaSuffix) ? decodeURIComponent(path.slice(0, -metaSuffix.length).replaceAll('~/', '')) : null;
}

function namesOf(part: string): string[] {
  const escaped = Buffer.from(part)
    .toString('latin1')
    .replace(/[^A-Za-z0-9._-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
  const pieces = escaped.match(new RegExp(`.{1,${longestName}}`, 'g')) ?? [];
  return pieces.map((piece, index) => (index < pieces.length - 1 ? `${piece}~` : piece));
}
