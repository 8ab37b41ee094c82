// What browsers load from /sdk and /embed, made from what tsc emitted. `scripts/build.mjs` runs it after tsc and Monaco.
import { readFileSync } from 'node:fs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { minify } from 'rollup-plugin-esbuild';
import { chunkOf } from './scripts/chunks.mjs';
import {
  aheadInside,
  aheadListed,
  emptied,
  gzipped,
  integrityListed,
  monacoBeside,
  privateLit,
  stylesTightened,
} from './scripts/rollup-plugins.mjs';

const compiled = 'packages/sdk/dist';
const folder = `${compiled}/browser`;
const { version } = JSON.parse(readFileSync('lerna.json', 'utf8'));

/** Everything that a page, a hosted page, a frame or the console has when it imports the SDK; the elements, the terminal and the editor are chunks that load when needed. */
const sdk = {
  input: {
    interviewlm: `${compiled}/browser.js`,
    hosted: `${compiled}/hosted/index.js`,
    frame: `${compiled}/frame/index.js`,
    console: 'packages/console/dist/index.js',
  },
  plugins: [
    emptied(folder),
    resolve({ browser: true }),
    privateLit(),
    monacoBeside(folder),
    stylesTightened(),
    minify({ target: 'es2022', legalComments: 'none' }),
    gzipped(),
    aheadListed(folder),
  ],
  output: {
    dir: folder,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: chunkName,
    manualChunks: chunkOf,
    hoistTransitiveImports: false,
    hashCharacters: 'hex',
    sourcemap: false,
  },
};

/** The script tag: small enough for any page, and a classic script, so that it can find its own element. */
const loader = {
  input: `${compiled}/embed/loader.js`,
  plugins: [
    resolve({ browser: true }),
    aheadInside(folder),
    terser({ ecma: 2020, compress: { passes: 3 }, mangle: true }),
    gzipped(),
    integrityListed(folder, version),
  ],
  output: { file: `${folder}/embed/v1.js`, format: 'iife', sourcemap: false },
};

export default [sdk, loader];

/** Our packages' own entry modules are all called index: a chunk is named after the package that it begins. */
function chunkName({ facadeModuleId, moduleIds, name }) {
  // Nobody gets these from npm (`files` of packages/sdk).
  if (moduleIds.some((id) => id.includes('packages/console/dist/'))) return `console-${name.replace(/^console-/, '')}-[hash].js`;
  const [, ours] = /packages\/([a-z]+)\/dist\/index\.js$/.exec(facadeModuleId ?? '') ?? [];
  return `${ours ?? name}-[hash].js`;
}
