// Programs that npm can't bring: bubblewrap (the local sandbox), Chromium (element and end-to-end tests), the toolchains of runtimes
// (hostile tests), nginx and PgBouncer (endurance tests).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Installs bubblewrap when it's missing and that needs no question; says how when it can't. */
export function ensureBubblewrap() {
  if (which('bwrap')) return true;
  if (aptInstall(['bubblewrap'])) return true;
  console.warn(
    'bubblewrap is missing: code can not be run. Install it (Debian, Ubuntu: apt-get install bubblewrap; Fedora: dnf install bubblewrap).',
  );
  return false;
}

/** The path of a Chromium, installed when missing; null when there is none to be had. */
export function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? browsers.find(existsSync);
  if (found) return found;
  if (aptInstall(['chromium'])) return browsers.find(existsSync) ?? null;
  console.error('Chromium is missing. Install it, or set CHROMIUM_PATH to one.');
  return null;
}

/** Installs a PostgreSQL of the system's when there is none: a benchmark's peer of the embedded one. */
export function ensurePostgres() {
  return existsSync('/usr/lib/postgresql') || aptInstall(['postgresql']);
}

/** What a sandbox must have of each runtime, which sees `/usr` without `/usr/local`, and the Debian packages that bring it. */
const toolchains = {
  cpp: { files: ['/usr/bin/g++', '/usr/lib/libCatch2WithMain.a'], packages: ['g++', 'catch2'] },
  java: { files: ['/usr/bin/javac', '/usr/share/java/junit-jupiter-engine.jar'], packages: ['default-jdk-headless', 'junit5'] },
  go: { files: ['/usr/bin/go'], packages: ['golang-go'] },
  rust: { files: ['/usr/bin/rustc', '/usr/bin/cc'], packages: ['rustc', 'gcc'] },
  ruby: { files: ['/usr/bin/ruby'], packages: ['ruby', 'ruby-minitest'] },
};

/** Installs the missing toolchains where that needs no question. The tests say which ones they then do without. */
export function ensureToolchains() {
  const missing = Object.entries(toolchains).filter(([, { files }]) => !files.every(existsSync));
  if (missing.length === 0 || aptInstall(missing.flatMap(([, { packages }]) => packages))) return;
  console.warn(`Not installed, so not tried: the toolchains of ${missing.map(([name]) => name).join(', ')}.`);
}

/** What stands before and behind several servers: nginx and PgBouncer. Whoever needs one of them fails without it. */
export function ensureDaemons() {
  const missing = ['nginx', 'pgbouncer'].filter((program) => !which(program));
  if (missing.length === 0 || aptInstall(missing)) return;
  console.warn(`Not installed: ${missing.join(', ')}.`);
}

function which(program) {
  // Daemons are where only root looks.
  const PATH = `${process.env.PATH}:/usr/sbin`;
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore', env: { ...process.env, PATH } }).status === 0;
}

function aptInstall(packages) {
  if (!which('apt-get')) return false;
  const asRoot =
    process.getuid?.() === 0
      ? []
      : which('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
        ? ['sudo', '-n']
        : null;
  if (!asRoot) return false;
  console.log(`Installing ${packages.join(', ')} from the system's packages …`);
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=600', ...args];
    return (
      spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
        .status === 0
    );
  };
  return (
    apt('install', '-y', '--no-install-recommends', ...packages) ||
    (apt('update') && apt('install', '-y', '--no-install-recommends', ...packages))
  );
}
