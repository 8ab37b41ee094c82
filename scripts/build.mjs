// Builds everything that changed: types and JavaScript by tsc, the test harnesses of the runtimes, Monaco, the browser bundle.
// When nothing changed it only looks at names, sizes and times, and is done in a fraction of a second.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { filesBelow, inputsHash, isCurrent, markCurrent } from './stamp.mjs';

const roots = ['packages', 'server/src', 'server/test', 'server/runtimes', 'server/bin', 'scripts', 'examples/ats-host'];
const single = [
  'package-lock.json',
  'lerna.json',
  'rollup.config.mjs',
  'tsconfig.json',
  'tsconfig.base.json',
  'server/tsconfig.json',
  'server/package.json',
];
const outputs = [
  ...['protocol', 'recording', 'client', 'ui', 'workspace', 'replay', 'console', 'sdk'].map((name) => `packages/${name}/dist/index.js`),
  'packages/ui/dist/monaco/monaco.js',
  'server/dist/main.js',
  'packages/sdk/dist/browser/interviewlm.js',
  'packages/sdk/dist/browser/console.js',
  'packages/sdk/dist/browser/embed/v1.js',
  'packages/sdk/dist/browser/embed/manifest.json',
  'packages/sdk/dist/custom-elements.json',
  'examples/ats-host/dist/index.html',
];

const started = Date.now();
const before = await inputs();
if (outputs.every((path) => existsSync(path)) && (await isCurrent('all', before, outputs[0]))) {
  console.log(`Built already (looked for changes in ${Date.now() - started} ms)`);
} else {
  // Two lines beside each other, as nothing of one needs the other: Monaco, the elements and their bundle, and the server.
  await Promise.all([
    types('both sides', 'packages/recording'),
    step('editor', 'scripts/build-monaco.mjs').then(() => step('manifest of the elements', 'scripts/manifest/build.mjs')),
  ]);
  await Promise.all([browserSide(), serverSide()]);
  // What was there before: a file that changed while we built is built the next time.
  await markCurrent('all', before);
  console.log(`Built in ${seconds(started)}`);
}

async function browserSide() {
  await types('elements', 'packages/console', 'packages/sdk');
  await Promise.all([
    step('browser bundle', 'node_modules/rollup/dist/bin/rollup', '-c', '--silent'),
    // What `npm start` shows as somebody else's product.
    step('example of an ATS', 'node_modules/vite/bin/vite.js', 'build', 'examples/ats-host', '--logLevel', 'error'),
  ]);
}

async function serverSide() {
  await types('server', 'server', 'server/test');
  await step('test harnesses', 'server/runtimes/build.mjs');
}

function types(name, ...projects) {
  return step(`${name}: types`, 'node_modules/typescript/bin/tsc', '-b', ...projects);
}

async function inputs() {
  return inputsHash([], [...single, ...(await filesBelow(roots))]);
}

/** Runs one script of Node; what it prints is shown, and a failure ends the build with its exit code. */
async function step(name, ...args) {
  const from = Date.now();
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) {
    console.error(`The build stopped: ${name} failed.`);
    process.exit(code ?? 1);
  }
  console.log(`  ${name}: ${seconds(from)}`);
}

function seconds(from) {
  return `${((Date.now() - from) / 1000).toFixed(1)} s`;
}
