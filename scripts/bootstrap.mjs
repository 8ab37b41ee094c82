// Runs `scripts/<name>.mjs` under the right Node with everything installed: the first step of `npm start` and `npm test`.
// Plain JavaScript for any Node from 18 on, with no dependency: it runs before there is anything else.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = 24;

const [script, ...args] = process.argv.slice(2);
const env = { ...process.env };
const nodeFolder = ownNode();
if (nodeFolder) env.PATH = nodeFolder + delimiter + env.PATH;
if (install(root, 'the dependencies (a few minutes the first time)')) checkCommitMessages();
const node = nodeFolder ? join(nodeFolder, 'node') : process.execPath;
const run = spawnSync(node, [join(root, 'scripts', `${script}.mjs`), ...args], { stdio: 'inherit', env, cwd: root });
process.exit(run.status ?? 1);

/** The folder of the Node that the repository pins, or null when the system's own is new enough. */
function ownNode() {
  if (Number(process.versions.node.split('.')[0]) >= wanted) return null;
  const folder = join(root, 'tools', 'node');
  install(folder, `Node ${wanted}, since this is Node ${process.versions.node}`);
  const bin = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
  if (existsSync(join(bin, 'node'))) return bin;
  console.error(
    `InterviewLM needs Node ${wanted} or newer; this is ${process.versions.node}. Get it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

/** `npm ci` where the lock file isn't the one that was installed last; whether it was run. */
function install(folder, what) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = join(folder, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return false;
  console.log(`Installing ${what} …`);
  const result = spawnSync('npm', ['ci', '--prefer-offline', '--no-fund', '--no-audit', '--loglevel=error'], {
    stdio: 'inherit',
    env,
    cwd: folder,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(`npm ci failed in ${folder}; see its message above.`);
    process.exit(1);
  }
  writeFileSync(stamp, lock);
  return true;
}

/** Points a clone's Git to our hooks, unless its owner has chosen others. */
function checkCommitMessages() {
  const git = (...args) => spawnSync('git', ['config', ...args], { cwd: root });
  if (existsSync(join(root, '.git')) && git('core.hooksPath').status === 1) git('core.hooksPath', '.githooks');
}
