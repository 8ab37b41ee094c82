// Bundles Monaco into packages/ui/dist/monaco, beside what tsc puts there: an ES module with lazily loaded languages, its CSS, three
// classic worker scripts, the icon font, and Monaco's texts in the locales that both have. Why esbuild and not rollup: docs/decisions/0001-monaco-by-esbuild.md.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { inputsHash, isCurrent, markCurrent } from './stamp.mjs';

export const monacoFolder = 'packages/ui/dist/monaco';
const sources = 'packages/ui/src/monaco';
const monaco = 'node_modules/monaco-editor/esm/vs';
const workers = {
  'editor.worker': `${monaco}/editor/editor.worker.js`,
  'json.worker': `${monaco}/languages/features/json/json.worker.js`,
  'ts.worker': `${monaco}/languages/features/typescript/ts.worker.js`,
};
/** The locales of packages/ui/src/localize.ts that Monaco is translated into. */
const translated = ['de', 'es', 'ja'];
const shared = { bundle: true, minify: true, target: 'es2022', legalComments: 'none', logLevel: 'warning', outdir: monacoFolder };

/** False when the bundle was current already. */
export async function buildMonaco() {
  const inputs = await inputsHash(
    [`${sources}/entry.ts`, `${sources}/environment.ts`, 'scripts/build-monaco.mjs'],
    ['monaco-editor', 'monaco-vim', 'esbuild'].map((name) => `node_modules/${name}/package.json`),
  );
  if (await isCurrent('monaco', inputs, `${monacoFolder}/monaco.js`)) return false;
  await rm(`${monacoFolder}/chunks`, { recursive: true, force: true });
  await mkdir(monacoFolder, { recursive: true });
  await Promise.all([
    bundleEditor(),
    writeWords(),
    build({ ...shared, entryPoints: workers, format: 'iife' }),
    copyFile(`${monaco}/base/browser/ui/codicons/codicon/codicon.ttf`, `${monacoFolder}/codicon.ttf`),
    writeLicences(),
  ]);
  await markCurrent('monaco', inputs);
  return true;
}

async function bundleEditor() {
  await build({
    ...shared,
    entryPoints: { monaco: `${sources}/entry.ts` },
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    define: {
      'globalThis.MonacoEnvironment': 'interviewlmMonacoEnvironment',
      'globalThis._VSCODE_NLS_MESSAGES': 'interviewlmMonacoWords.messages',
      'globalThis._VSCODE_NLS_LANGUAGE': 'interviewlmMonacoWords.locale',
    },
    inject: [privateEnvironment.path],
    loader: { '.ttf': 'empty' },
    plugins: [privateEnvironment.plugin, handPickedFeatures, onePolicy, privateWindowIds, vimOverThisMonaco],
  });
  for (const name of ['monaco.js', ...(await readdir(`${monacoFolder}/chunks`)).map((chunk) => `chunks/${chunk}`)])
    if ((await readFile(`${monacoFolder}/${name}`, 'utf8')).includes('.vscodeWindowId'))
      throw new Error(`${name} numbers the host's window`);
  // Every lazily loaded chunk gets the same CSS as the entry once more; nothing loads those.
  for (const name of await readdir(`${monacoFolder}/chunks`)) if (name.endsWith('.css')) await rm(`${monacoFolder}/chunks/${name}`);
}

async function writeLicences() {
  const files = ['monaco-editor/LICENSE', 'monaco-vim/LICENSE', 'monaco-vim/LICENSE.codemirror.txt'];
  const texts = await Promise.all(files.map((file) => readFile(`node_modules/${file}`, 'utf8')));
  await writeFile(`${monacoFolder}/LICENSE.txt`, texts.join('\n'));
}

/** Monaco has them as scripts that set globals of the page; ours are data that only our bundle reads. */
async function writeWords() {
  await mkdir(`${monacoFolder}/words`, { recursive: true });
  await Promise.all(
    translated.map(async (locale) => {
      const page = {};
      runInNewContext(await readFile(`${monaco}/nls/lang/${locale}.js`, 'utf8'), page);
      await writeFile(`${monacoFolder}/words/${locale}.json`, JSON.stringify(page._VSCODE_NLS_MESSAGES));
    }),
  );
}

/** Gives the environment a name that no variable of Monaco's shadows. */
const privateEnvironment = {
  path: 'interviewlm:environment',
  plugin: {
    name: 'private-environment',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^interviewlm:environment$/ }, () => ({ path: 'environment', namespace: 'interviewlm' }));
      onLoad({ filter: /.*/, namespace: 'interviewlm' }, () => ({
        contents: `export { monacoEnvironment as interviewlmMonacoEnvironment, monacoWords as interviewlmMonacoWords } from './${sources}/environment.ts';`,
        resolveDir: process.cwd(),
      }));
    },
  },
};

/** Monaco's worker helper imports every editor feature there is; the entry says which ones we want. */
const handPickedFeatures = {
  name: 'hand-picked-features',
  setup({ onLoad }) {
    onLoad({ filter: /internal\/common\/workers\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/^import '[^']+';\n/gm, ''),
    }));
  },
};

/** Monaco's sanitizer would make a Trusted Types policy of its own, past the environment that all other parts ask. */
const onePolicy = {
  name: 'one-policy',
  setup({ onLoad }) {
    onLoad({ filter: /dompurify\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const asWritten = 'return trustedTypes.createPolicy(policyName,';
      if (!text.includes(asWritten)) throw new Error(`${path} no longer says ${asWritten}`);
      return { contents: text.replace(asWritten, 'return globalThis.MonacoEnvironment.createTrustedTypesPolicy(policyName,') };
    });
  },
};

/** Monaco numbers its windows by a property of each, which would be a global of the host's page: ours keeps the numbers to itself. */
const privateWindowIds = {
  name: 'private-window-ids',
  setup({ onLoad }) {
    const keeper = resolve(`${monaco}/base/browser/window.js`);
    onLoad({ filter: /base[/\\]browser[/\\]window\.js$/ }, () => ({
      contents: `const ids = new WeakMap();
        export const mainWindow = window;
        export const windowIdOf = (one) => ids.get(one);
        export const ensureCodeWindow = (one, id) => ids.has(one) || ids.set(one, id);`,
    }));
    onLoad({ filter: /(dom|browser|pixelRatio|editorConfiguration|toolbar|clipboard)\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('vscodeWindowId')) return undefined;
      const contents = text
        .replace('({ vscodeWindowId }) => {', '(closed) => {\nconst vscodeWindowId = windowIdOf(closed);')
        .replace(/([\w]+(?:\(\w*\))?)\.vscodeWindowId/g, 'windowIdOf($1)');
      return { contents: `import { windowIdOf } from ${JSON.stringify(keeper)};\n${contents}` };
    });
  },
};

/** For browsers it comes with a Monaco of its own, its modules ask for ours by older names, and one of its lines sets a global. */
const vimOverThisMonaco = {
  name: 'vim-over-this-monaco',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^monaco-vim$/ }, () => ({ path: resolve('node_modules/monaco-vim/dist/index.mjs') }));
    onResolve({ filter: /^monaco-editor\/esm\/vs\// }, ({ path }) => ({ path: resolve(`node_modules/${path}.js`) }));
    onLoad({ filter: /monaco-vim[/\\]dist[/\\]index\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const setsGlobal = 'window.cm = cm;';
      if (!text.includes(setsGlobal)) throw new Error(`${path} no longer says ${setsGlobal}`);
      return { contents: text.replace(setsGlobal, '') };
    });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  const built = await buildMonaco();
  console.log(built ? `monaco: ${((Date.now() - started) / 1000).toFixed(1)} s` : 'monaco: current');
}
