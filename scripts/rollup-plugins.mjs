// What our browser bundle needs beyond resolving and minifying.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { filesBelow } from './stamp.mjs';

const monacoFolder = 'packages/ui/dist/monaco';
const compress = promisify(gzip);
const compressible = /\.(js|css|ttf|svg|txt|json)$/;
const kibibyte = 1024;

/** Removes what an older build left, whose names hold other hashes. Monaco's folder goes only when its content changed. */
export function emptied(folder) {
  return {
    name: 'emptied',
    async buildStart() {
      if (!existsSync(folder)) return;
      const old = (await readdir(folder)).filter((name) => !isMonacoFolder(name));
      await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true })));
    },
  };
}

/**
 * Puts the prebuilt Monaco into `monaco-<hash of its content>/` beside the chunks, so that it can be cached for ever, and points the
 * module that loads it there.
 */
export function monacoBeside(folder) {
  const asCompiled = "new URL(/* @vite-ignore */ /* webpackIgnore: true */ './monaco/', import.meta.url)";
  let name;
  return {
    name: 'monaco-beside',
    async buildStart() {
      name = `monaco-${await contentHash(await bundledFiles())}`;
    },
    transform(code, id) {
      if (!id.endsWith('packages/ui/dist/monaco.js')) return null;
      if (!code.includes(asCompiled))
        this.error(`${id} no longer says ${asCompiled}: the bundle would look for Monaco in the wrong place.`);
      return { code: code.replace(asCompiled, `new URL('./${name}/', import.meta.url)`), map: null };
    },
    async writeBundle() {
      const target = join(folder, name);
      for (const old of await readdir(folder)) if (isMonacoFolder(old) && old !== name) await rm(join(folder, old), { recursive: true });
      if (existsSync(join(target, 'monaco.js.gz'))) return;
      for (const file of await bundledFiles()) await cp(join(monacoFolder, file), join(target, file), { recursive: true });
      await gzipFiles(await filesBelow([target], new Set()));
    },
  };
}

/** Imports as minifiers write them, before anything else in a file. */
const imports = /(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g;
const headBytes = 128 * 1024;

/**
 * Writes `ahead.json`: the modules that the hosted page of a candidate begins with (`first`), and those that every workspace needs next,
 * Monaco included (`workspace`), each with all that it imports. A page that names them has them in one round trip.
 */
export function aheadListed(folder) {
  return {
    name: 'ahead-listed',
    // After Monaco's files have come to their folder.
    writeBundle: { order: 'post', sequential: true, handler: list },
  };
  async function list(_options, bundle) {
    const chunk = (name) => Object.keys(bundle).find((file) => file.startsWith(`${name}-`));
    const monaco = (await readdir(folder)).find(isMonacoFolder);
    const first = await closure(folder, ['hosted.js']);
    const needed = await closure(folder, ['interviewlm.js', chunk('interview-workspace'), chunk('workspace'), `${monaco}/monaco.js`]);
    await writeFile(join(folder, 'ahead.json'), JSON.stringify({ first, workspace: needed }));
  }
}

/** Puts the list of `ahead.json` into the script tag's script. */
export function aheadInside(folder) {
  const asCompiled = 'const ahead = [];';
  return {
    name: 'ahead-inside',
    async transform(code, id) {
      if (!id.endsWith('embed/loader.js')) return null;
      if (!code.includes(asCompiled)) this.error(`${id} no longer says ${asCompiled}: it would load its modules one after the other.`);
      const { workspace } = JSON.parse(await readFile(join(folder, 'ahead.json'), 'utf8'));
      return { code: code.replace(asCompiled, `const ahead = ${JSON.stringify(workspace)};`), map: null };
    },
  };
}

/** These and all that they import, by their paths in the bundle. */
async function closure(folder, paths) {
  const found = new Set(paths);
  for (const path of found) {
    const head = (await readFile(join(folder, path), 'latin1')).slice(0, headBytes);
    for (const [, relative] of head.matchAll(imports)) found.add(posix.join(dirname(path), relative));
  }
  return [...found];
}

/**
 * Our copy of Lit sets no globals, and names its Trusted Types policy after us, so that a host's own Lit on the same page, and that
 * page's policy, are none of its business.
 */
export function privateLit() {
  const store = 'interviewlm:lit';
  return {
    name: 'private-lit',
    resolveId: (id) => (id === store ? id : null),
    load: (id) => (id === store ? 'export const store = {};' : null),
    transform(code, id) {
      if (!/node_modules\/(lit-html|lit-element|@lit\/reactive-element)\//.test(id)) return null;
      const own = code
        .replace(/\w+\.(?:litHtml|litElement|reactiveElement)Versions\?\?=\[\]/g, '[]')
        .replace('createPolicy("lit-html"', 'createPolicy("interviewlm-lit"')
        .replace(/(?:\w+\.)?\blitPropertyMetadata\b/g, 'interviewlmLit.propertyMetadata');
      if (own === code) return null;
      return { code: `import { store as interviewlmLit } from '${store}';${own}`, map: null };
    },
  };
}

/** Styles without their comments and indentation, which no minifier of JavaScript takes out of a template. */
export function stylesTightened() {
  // Up to the first backtick within, where one template holds another: what follows stays as it is.
  const styles = /\bcss ?`[^`]*/g;
  const tight = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/\s*\n\s*/g, '\n');
  return {
    name: 'styles-tightened',
    transform: (code, id) => (/packages\/[a-z]+\/dist\//.test(id) ? { code: code.replace(styles, tight), map: null } : null),
  };
}

/** Writes `embed/manifest.json`: the version, the pinned address of the script tag's script, and what every script must hash to. */
export function integrityListed(folder, version) {
  return {
    name: 'integrity-listed',
    async writeBundle() {
      // The console is a page of our own, which nobody pins.
      const scripts = (await filesBelow([folder], new Set())).filter((path) => path.endsWith('.js') && !/\/console[.-][^/]*$/.test(path));
      const listed = await Promise.all(scripts.map(async (path) => [path.slice(folder.length + 1), await integrity(path)]));
      const modules = listed.filter(([path]) => path !== 'embed/v1.js').map(([path, hash]) => [`/embed/${version}/sdk/${path}`, hash]);
      const manifest = {
        version,
        script: { path: `/embed/${version}/v1.js`, integrity: Object.fromEntries(listed)['embed/v1.js'] },
        integrity: Object.fromEntries(modules),
      };
      await writeFile(join(folder, 'embed/manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    },
  };
}

/** Not the chunk that loads it, which has an ending. */
const isMonacoFolder = (name) => /^monaco-[0-9a-f]+$/.test(name);

async function integrity(path) {
  return `sha384-${createHash('sha384')
    .update(await readFile(path))
    .digest('base64')}`;
}

/** Writes `<file>.gz` beside each file of the bundle, so that the server never compresses on the fly. */
export function gzipped() {
  return {
    name: 'gzipped',
    async writeBundle({ dir, file }, bundle) {
      await gzipFiles(file ? [file] : Object.keys(bundle).map((name) => join(dir, name)));
    },
  };
}

/** Without what tsc emits into the same folder. */
async function bundledFiles() {
  const all = await filesBelow([monacoFolder], new Set());
  return all.map((path) => path.slice(monacoFolder.length + 1)).filter((path) => !/^(entry|environment)\.|^\.|\.gz$/.test(path));
}

async function contentHash(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(await readFile(join(monacoFolder, file)));
  return hash.digest('hex').slice(0, 10);
}

async function gzipFiles(paths) {
  await Promise.all(
    paths
      .filter((path) => compressible.test(path))
      .map(async (path) => {
        const content = await readFile(path);
        if (content.length < kibibyte) return;
        await writeFile(`${path}.gz`, await compress(content, { level: constants.Z_BEST_COMPRESSION }));
      }),
  );
}
