import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesBelow } from '../../../scripts/stamp.mjs';

const sources = (await filesBelow(['workspace', 'replay', 'sdk', 'ui'].map((name) => `packages/${name}/src`))).filter(
  (path) => path.endsWith('.ts') && !/\.(test|stories)\.ts$|\/testing/.test(path),
);
const texts = new Map(await Promise.all(sources.map(async (path) => [path, await readFile(path, 'utf8')] as const)));

/** The events that an element's own module sends, and those that modules without an element send for it: `name: class` each. */
export function dispatched(tag: string): string[] {
  const [path = ''] = [...texts].find(([, source]) => source.includes(`define('${tag}',`)) ?? [];
  const code = withHelpers(path).map((file) => texts.get(file) ?? '');
  const classes = new Set([...code.join('\n').matchAll(/dispatchEvent\(\s*new (\w+Event)\(/g)].map(([, name = '']) => name));
  return [...classes].map((name) => `${nameOf(name)}: ${name}`);
}

/** A module and, however deep, those of its own that define no element. */
function withHelpers(path: string, seen = new Set<string>()): string[] {
  seen.add(path);
  const imported = [...(texts.get(path) ?? '').matchAll(/from '(\.[^']+)\.js'/g)].map(([, name = '']) => join(dirname(path), `${name}.ts`));
  for (const file of imported) if (texts.has(file) && !seen.has(file) && !/^define\(/m.test(texts.get(file) ?? '')) withHelpers(file, seen);
  return [...seen];
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
