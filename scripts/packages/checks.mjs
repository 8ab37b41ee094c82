// What each package must pass before anyone installs it, and a rehearsal of the release.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folders of all packages that are published. */
export const published = readdirSync('packages').filter((name) => !manifestOf(name).private);

export function manifestOf(name) {
  return JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
}

/** Packs every package into `folder`, and gives back the tarballs by package name. */
export function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const workspaces = published.map((name) => `--workspace=packages/${name}`);
  const packed = JSON.parse(run('npm', ['pack', '--json', `--pack-destination=${folder}`, ...workspaces]));
  return new Map(Object.values(packed).map(({ name, filename }) => [name, join(folder, filename)]));
}

/** Throws with what publint or attw have against a package, or with what its tarball lacks. */
export function check(name, tarball) {
  const { name: fullName, sideEffects, customElements } = manifestOf(name);
  const files = run('tar', ['-tzf', tarball]);
  for (const needed of [
    'package/README.md',
    'package/LICENSE',
    'package/dist/index.js',
    'package/dist/index.d.ts',
    ...(customElements ? [`package/${customElements}`] : []),
  ])
    if (!files.includes(`${needed}\n`)) throw new Error(`${fullName} is packed without ${needed}`);
  if (/\.test\.|\.tsbuildinfo|package\/src\//.test(files)) throw new Error(`${fullName} is packed with what is only ours`);
  if (sideEffects === undefined) throw new Error(`${fullName} doesn't say whether it has side effects`);
  const at = { cwd: `packages/${name}` };
  run(resolve('node_modules/.bin/publint'), ['run', tarball, '--strict'], at);
  run(resolve('node_modules/.bin/attw'), [tarball, '--format', 'ascii'], at);
}

/** Each example by its framework's own compiler, templates included. */
export function exampleTypes() {
  for (const [name, ...command] of [
    ['ats-host', 'tsc', '--noEmit'],
    ['vue-host', 'vue-tsc', '--noEmit'],
    ['svelte-host', 'svelte-check', '--fail-on-warnings'],
  ])
    run(resolve('node_modules/.bin', command[0]), command.slice(1), { cwd: `examples/${name}` });
}

/** Lets lerna give the next version in a copy of the repository, and looks whether every package and every dependency follows. */
export function rehearseRelease(folder) {
  run('git', ['clone', '--quiet', '--no-hardlinks', '.', folder]);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  run(resolve('node_modules/.bin/lerna'), ['version', 'minor', '--yes', '--no-git-tag-version', '--no-push', '--allow-branch=*'], {
    cwd: folder,
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  const next = JSON.parse(readFileSync(join(folder, 'lerna.json'), 'utf8')).version;
  for (const name of published) {
    const { version, dependencies = {} } = JSON.parse(readFileSync(join(folder, `packages/${name}/package.json`), 'utf8'));
    const ours = Object.entries(dependencies).filter(([dependency]) => dependency.startsWith('@interviewlm/'));
    if (version !== next || ours.some(([, wanted]) => !wanted.endsWith(next))) throw new Error(`lerna leaves ${name} behind ${next}`);
  }
  rmSync(folder, { recursive: true });
}

/** What the command printed; throws with it when the command fails. */
export function run(command, args, options = {}) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024, ...options });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}\n${error.stdout ?? ''}${error.stderr ?? ''}`, { cause: error });
  }
}
