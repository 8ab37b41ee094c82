import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesBelow } from '../../../scripts/stamp.mjs';

const sources = (await filesBelow(['workspace', 'replay', 'sdk', 'ui'].map((name) => `packages/${name}/src`))).filter(
  (path) => path.endsWith('.ts') && !/\.(test|stories)\.ts$|\/testing/.test(path),
);
const texts = new Map(await Promise.all(sources.map(async (path) => [path, await readFile(path, 'utf8')] as const)));

/** The events that an element's own module sends, and those that it has a module without an element send: `name: class` each. */
export function dispatched(tag: string): string[] {
  const [path, text] = [...texts].find(([, source]) => source.includes(`define('${tag}',`)) ?? ['', ''];
  const helpers = [...text.matchAll(/from '(\.[^']+)\.js'/g)]
    .map(([, specifier = '']) => join(dirname(path), `${specifier}.ts`))
    .filter((file) => existsSync(file) && !/^define\(/m.test(texts.get(file) ?? ''));
  const code = [text, ...helpers.map((file) => texts.get(file) ?? '')].join('\n');
  const classes = new Set([...code.matchAll(/dispatchEvent\(\s*new (\w+Event)\(/g)].map(([, name = '']) => name));
  return [...classes].map((name) => `${nameOf(name)}: ${name}`);
}

/** What an event's class calls itself. */
function nameOf(eventClass: string): string {
  for (const text of texts.values()) {
    const [, body] = new RegExp(`class ${eventClass} extends \\w+(?:<[^{]*\\{[^}]*\\}>)? \\{([\\s\\S]*?)\\n\\}`).exec(text) ?? [];
    const [, name] = /super\('([a-z-]+)'/.exec(body ?? '') ?? [];
    if (name) return name;
  }
  throw new Error(`${eventClass} has no name.`);
}
