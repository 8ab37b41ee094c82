// Writes packages/sdk/dist/custom-elements.json: every element that a page may use, with its attributes, properties, methods, events,
// parts and custom properties, read from the sources. Editors, Storybook and wrappers of frameworks read it.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { filesBelow } from '../stamp.mjs';
import { documentedEvents, ownDefine } from './plugins.mjs';
import { tokenProperties } from './tokens.mjs';

const target = 'packages/sdk/dist/custom-elements.json';
const packages = ['ui', 'workspace', 'replay', 'sdk'];
/** What is made of these is ours to change: pieces of an element, dialogs, and the pages that we host ourselves. */
const isInternal = (tag) => /^(ilm|replay|hosted)-|^interview-(submit|about|self-identification)$/.test(tag);

export async function customElements() {
  const paths = (await filesBelow(packages.map((name) => `packages/${name}/src`))).filter(
    (path) => path.endsWith('.ts') && !/\.(test|stories)\.ts$|\/testing/.test(path),
  );
  const modules = paths.map((path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
  const all = create({ modules, plugins: [...litPlugin(), ownDefine(), documentedEvents()] });
  const tokens = tokenProperties();
  const elements = all.modules.flatMap(({ path, declarations }) =>
    declarations.filter(({ tagName }) => tagName && !isInternal(tagName)).map((element) => moduleOf(path, publicSide(element, tokens))),
  );
  return { schemaVersion: '1.0.0', readme: '', modules: elements };
}

/** Without what only we call, and without what every element has from the platform. */
function publicSide(element, tokens) {
  const members = element.members.filter(
    ({ name, kind, privacy, static: isStatic, description, inheritedFrom }) =>
      privacy === undefined && !isStatic && name !== 'styles' && (kind === 'field' || description || !inheritedFrom),
  );
  const own = (element.cssProperties ?? []).filter(({ inheritedFrom }) => !inheritedFrom);
  return { ...element, members, cssProperties: [...own, ...tokens] };
}

/** `path` is what a page imports, from our own package or a neighbour of it. */
function moduleOf(source, declaration) {
  const [, name, file] = /^packages\/(\w+)\/src\/(.+)\.ts$/.exec(source);
  const path = name === 'sdk' ? `dist/${file}.js` : `@interviewlm/${name}/${file}.js`;
  const reference = { name: declaration.name, module: path };
  return {
    kind: 'javascript-module',
    path,
    declarations: [declaration],
    exports: [
      { kind: 'js', name: declaration.name, declaration: reference },
      { kind: 'custom-element-definition', name: declaration.tagName, declaration: reference },
    ],
  };
}

export async function writeManifest() {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${JSON.stringify(await customElements(), null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeManifest();
