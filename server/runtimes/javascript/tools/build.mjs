// Bundles the test harness into `dist/harness.mjs`: one file without dependencies, mounted read-only into every run.
// Usage: node server/runtimes/javascript/tools/build.mjs
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const vendor = (name) => join(here, 'src', 'vendor', `${name}.ts`);

await build({
  entryPoints: [join(here, 'src', 'main.ts')],
  outfile: join(here, 'dist', 'harness.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minifySyntax: true,
  legalComments: 'inline',
  // jest's packages keep their state and their marks on `globalThis` and in the global symbol registry, where a solution
  // could reach them. In this bundle they get a realm of their own instead.
  inject: [join(here, 'src', 'realm.ts')],
  define: { globalThis: 'privateRealm' },
  alias: { 'jest-util': vendor('jest-util'), 'jest-message-util': vendor('jest-message-util'), chalk: vendor('chalk') },
  banner: { js: `import { createRequire as harnessRequire } from 'node:module'; const require = harnessRequire(import.meta.url);` },
  plugins: [{ name: 'brand-asymmetric-matchers', setup: brandAsymmetricMatchers }],
});

/**
 * `@jest/expect-utils` takes any object with a method `asymmetricMatch` for a matcher: a solution that returns
 * `{ asymmetricMatch: () => true }` would equal everything. Here only expect's own matchers count.
 */
function brandAsymmetricMatchers(build) {
  build.onLoad({ filter: /expect-utils[\\/]build[\\/]index\.js$/ }, ({ path }) => {
    const source = readFileSync(path, 'utf8');
    const duck = `isA('Function', obj.asymmetricMatch)`;
    if (!source.includes(duck)) throw new Error(`${path} no longer says ${duck}: look at its isAsymmetric anew`);
    const brand = `obj.$$typeof === privateRealm['jest-symbol-do-not-touch'].for('jest.asymmetricMatcher')`;
    return { contents: source.replace(duck, () => brand), loader: 'js' };
  });
}
