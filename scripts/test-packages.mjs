// `npm run test:packages`: what we publish, as somebody else gets it. Needs a build. Counts for scripts/test.mjs go to .cache.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, exampleTypes, manifestOf, pack, published, rehearseRelease } from './packages/checks.mjs';
import { importOnServer, install, open, plain, renderOnServer, typeCheck, withVite, withWebpack } from './packages/consumer.mjs';

const folder = mkdtempSync(join(tmpdir(), 'interviewlm-packages-'));
const project = join(folder, 'consumer');
const names = published.map((name) => manifestOf(name).name);
const counts = { passed: 0, failed: 0 };
let tarballs = new Map();

await step('every package is packed', () => (tarballs = pack(join(folder, 'tarballs'))));
for (const name of published)
  await step(`${name}: publint, attw, and what it holds`, () => check(name, tarballs.get(manifestOf(name).name)));
await step('lerna gives every package the next version', () => rehearseRelease(join(folder, 'release')));
await step('a project elsewhere installs them', () => {
  mkdirSync(project);
  install(project, tarballs);
});
await step('its types fit', () => typeCheck(project));
const entries = ['elements', 'react', 'vue', 'svelte'].map((name) => `@interviewlm/sdk/${name}`);
await step('its server imports them', () => importOnServer(project, [...names, ...entries]));
await step('its server renders our React components', () => renderOnServer(project));
await step('it builds with Vite', () => withVite(project));
await step('it builds with webpack', () => withWebpack(project));
await step('the examples’ types and templates fit', exampleTypes);
await step('it opens in a browser, built and not', () => {
  plain(project);
  return open(project, ['/vite/index.html', '/vite/react.html', '/webpack/index.html', '/plain.html']);
});
rmSync(folder, { recursive: true, force: true });
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/packages.json', JSON.stringify(counts));
process.exit(counts.failed > 0 ? 1 : 0);

async function step(name, work) {
  const from = Date.now();
  try {
    await work();
    counts.passed++;
    console.log(`  ok     ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  } catch (error) {
    counts.failed++;
    console.error(`  failed ${name}\n${error.message}`);
  }
}
