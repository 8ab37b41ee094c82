import { accessSync, constants } from 'node:fs';

/** Host programs that start a sandbox, by absolute path: nothing is looked up on a PATH that somebody may have changed. */
export type Programs = Record<(typeof needed)[number], string>;

const needed = ['bwrap', 'bash', 'env', 'mkfifo', 'mount', 'nice', 'nsenter', 'setpriv', 'unshare', 'chown'] as const;

/** Debian's package of each, for the message that says what to install. */
const packages: Partial<Record<keyof Programs, string>> = {
  bwrap: 'bubblewrap',
  bash: 'bash',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
};

export class MissingPrograms extends Error {
  constructor(names: readonly (keyof Programs)[]) {
    const install = [...new Set(names.map((name) => packages[name] ?? 'coreutils'))].join(' ');
    super(`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not installed here. Install with: apt-get install ${install}`);
    this.name = 'MissingPrograms';
  }
}

/** Throws `MissingPrograms`. */
export function findPrograms(): Programs {
  const found = Object.fromEntries(needed.map((name) => [name, findProgram(name)]));
  const missing = needed.filter((name) => !found[name]);
  if (missing.length > 0) throw new MissingPrograms(missing);
  return found as Programs;
}

/** The absolute path of a host program; undefined where it isn't installed. */
export function findProgram(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find(isExecutable);
}

const folders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
