// A project outside this repository that installs our tarballs, builds with other people's tools, and is opened in a browser.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { quiet } from '../quiet-chromium.mjs';
import { build as viteBuild } from 'vite';
import webpack from 'webpack';
import { run } from './checks.mjs';

/** What the page says when the workspace is on it and the editor has opened. */
const done = 'workspace and editor';
const sources = ['main.ts', 'react.tsx', 'angular.ts'];
const sdkFile = '/node_modules/@interviewlm/sdk/dist/browser/interviewlm.js';

export function install(folder, tarballs) {
  const ours = [...tarballs].map(([name, path]) => [name, `file:${path}`]);
  const dependencies = { ...Object.fromEntries(ours), ...frameworks() };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies }, null, 2));
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  for (const file of sources) cpSync(`scripts/packages/consumer/${file}`, join(folder, file));
}

/** The versions that the examples have, so that nothing new has to be fetched. */
function frameworks() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('examples/ats-host/package.json', 'utf8'));
  const all = { ...dependencies, ...devDependencies };
  return Object.fromEntries(['react', 'react-dom', '@types/react', '@types/react-dom'].map((name) => [name, all[name]]));
}

/** The published types must be enough for a strict project without our sources. */
export function typeCheck(folder) {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2023',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    types: [],
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, lib: ['es2023', 'dom', 'dom.iterable'] }, files: sources }),
  );
  run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder]);
}

/** A server may import the packages, whatever it does with them. */
export function importOnServer(folder, names) {
  const script = `${names.map((name) => `await import('${name}');`).join('')} console.log('imported')`;
  run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
}

/** What a server sends before there is a page: the bare tag. */
export function renderOnServer(folder) {
  const script = `import { createElement } from 'react'; import { renderToString } from 'react-dom/server';
    import { InterviewWorkspace } from '@interviewlm/sdk/react';
    console.log(renderToString(createElement(InterviewWorkspace, { interview: 'itv_x', fetchToken: () => 'x' })));`;
  const html = run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
  if (html.trim() !== '<interview-workspace></interview-workspace>') throw new Error(`The server rendered ${html}`);
}

export async function withVite(folder) {
  writeFileSync(join(folder, 'index.html'), page('/main.ts'));
  writeFileSync(join(folder, 'react.html'), page('/react.tsx'));
  const input = [join(folder, 'index.html'), join(folder, 'react.html')];
  await viteBuild({
    root: folder,
    logLevel: 'error',
    build: { outDir: 'vite', target: 'es2022', chunkSizeWarningLimit: 10_000, rollupOptions: { input } },
  });
}

export async function withWebpack(folder) {
  // Webpack reads JavaScript: the types were checked already.
  run(resolve('node_modules/.bin/esbuild'), ['main.ts', '--format=esm', '--outfile=main.js'], { cwd: folder });
  const stats = await new Promise((done, fail) => {
    webpack(
      {
        mode: 'production',
        optimization: { minimize: false },
        context: folder,
        entry: './main.js',
        output: { path: join(folder, 'webpack'), publicPath: '/webpack/' },
      },
      (error, result) => (error ? fail(error) : done(result)),
    );
  });
  if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
  writeFileSync(join(folder, 'webpack/index.html'), page('/webpack/main.js'));
}

/** No build at all: our own bundle, as it lies in `node_modules`. */
export function plain(folder) {
  const script = readFileSync(join(folder, 'main.js'), 'utf8')
    .replace('"@interviewlm/sdk"', `"${sdkFile}"`)
    .replace(
      'import { loadMonaco } from "@interviewlm/ui";',
      'const loadMonaco = () => import("/node_modules/@interviewlm/ui/dist/monaco/monaco.js");',
    );
  writeFileSync(join(folder, 'plain.js'), script);
  writeFileSync(join(folder, 'plain.html'), page('/plain.js'));
}

/** Opens each page from a static server; throws when one doesn't come to its end, or says an error on the way. */
export async function open(folder, paths) {
  const server = createServer((req, res) => serve(folder, new URL(req.url, 'http://x').pathname, res)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: quiet,
  });
  try {
    for (const path of paths) {
      const tab = await browser.newPage();
      const errors = [];
      tab.on('pageerror', (error) => errors.push(error.stack ?? error.message));
      await tab.goto(`http://127.0.0.1:${server.address().port}${path}`);
      await tab
        .waitForFunction(`document.title === ${JSON.stringify(done)}`, null, { timeout: 30_000 })
        .catch((error) => errors.push(error.message));
      if (errors.length > 0) throw new Error(`${path}: ${errors.join('\n')}`);
      await tab.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

function serve(folder, path, res) {
  // Vite's page asks for its assets from the root.
  const file = join(folder, normalize(path.startsWith('/assets/') ? `/vite${path}` : path));
  try {
    const content = readFileSync(file);
    res.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream').end(content);
  } catch {
    res.writeHead(404).end();
  }
}

const page = (script) => `<!doctype html><title>…</title><body><script type="module" src="${script}"></script>`;
