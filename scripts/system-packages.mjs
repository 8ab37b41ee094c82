// Programs that npm can't bring: bubblewrap (the local sandbox) and Chromium (element and end-to-end tests).
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

function which(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
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
