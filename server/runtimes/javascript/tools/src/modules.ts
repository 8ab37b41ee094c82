import { existsSync, fileURLToPath, pathToFileURL, readFileSync, registerHooks, resolvePath, statSync } from './primordials.js';
import { formatOf, isTypeScript, withJestNames, withoutTypes } from './sources.js';

/** The modules that test files get from us, as `{name: exports}`, under a specifier that only their text knows. */
export type VirtualModules = Record<'jest' | 'node', Record<string, unknown>>;

const ours: Record<string, keyof VirtualModules> = { '@jest/globals': 'jest', expect: 'jest', 'node:test': 'node', test: 'node' };
const endings = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '.json', '/index.js', '/index.ts'];

export interface TestFile {
  path: string;
  url: string;
  format: 'module' | 'commonjs';
  text: string;
}

/**
 * Hooks into module loading: test files come from the text that was read before any candidate's code ran, TypeScript loses
 * its types, and relative imports find their file without an extension, as bundlers and jest allow.
 */
export async function installModules(tests: readonly TestFile[], modules: VirtualModules, secret: string): Promise<void> {
  const byUrl = new Map(tests.map((test) => [test.url, test]));
  const byPath = new Map(tests.map((test) => [fileURLToPath(test.url), test]));
  const specifier = (name: string) => `harness:${secret}/${name}`;
  registerHooks({
    resolve(wanted, context, next) {
      if (wanted.startsWith('harness:')) return { url: wanted, format: 'module', shortCircuit: true };
      const test = byUrl.get(wanted) ?? byPath.get(wanted);
      if (test) return { url: test.url, format: test.format, shortCircuit: true };
      const found = withEnding(wanted, context.parentURL);
      return found ? { url: found, shortCircuit: true } : next(wanted, context);
    },
    load(url, context, next) {
      const test = byUrl.get(url);
      if (test?.format === 'commonjs') handOver(secret, modules);
      if (test) return { format: test.format, source: prepared(test, secret, specifier), shortCircuit: true };
      for (const name of ['jest', 'node'] as const) {
        if (url === specifier(name)) return { format: 'module', source: reexport(secret, name, modules[name]), shortCircuit: true };
      }
      if (!url.startsWith('file:') || !isTypeScript(url)) return next(url, context);
      const source = readFileSync(fileURLToPath(url), 'utf8');
      return { format: formatOf(url, source), source: withoutTypes(source, url), shortCircuit: true };
    },
  });
  for (const name of ['jest', 'node'] as const) {
    handOver(secret, modules);
    await import(specifier(name));
  }
}

export function readTest(path: string): TestFile {
  const absolute = resolvePath(path);
  const source = readFileSync(absolute, 'utf8');
  return {
    path,
    url: pathToFileURL(absolute).href,
    format: formatOf(path, source),
    text: isTypeScript(path) ? withoutTypes(source, path) : source,
  };
}

function prepared(test: TestFile, secret: string, specifier: (name: string) => string): string {
  const text = withJestNames(test.text, test.format, secret);
  return text.replace(
    /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(@jest\/globals|expect|(?:node:)?test)\2/g,
    (_, start: string, quote: string, name: string) => `${start}${quote}${specifier(ours[name] ?? 'jest')}${quote}`,
  );
}

/** A function on the global object that gives the modules once and is gone: whoever is loaded next is the one it is for. */
function handOver(secret: string, modules: VirtualModules): void {
  Reflect.defineProperty(global, secret, {
    configurable: true,
    value: () => {
      Reflect.deleteProperty(global, secret);
      return { jest: modules.jest, node: modules.node['default'] };
    },
  });
}

function reexport(secret: string, name: keyof VirtualModules, exports: Record<string, unknown>): string {
  const names = Object.keys(exports).filter((key) => key !== 'default');
  const fallback = name === 'jest' ? 'from.expect' : 'from';
  return `const from = globalThis[${JSON.stringify(secret)}]().${name}; export default ${fallback}; export const { ${names.join(', ')} } = from;`;
}

function withEnding(wanted: string, parent: string | undefined): string | null {
  if (!/^\.{1,2}(?:\/|$)/.test(wanted) || !parent?.startsWith('file:')) return null;
  const path = fileURLToPath(new URL(wanted, parent));
  if (isFile(path)) return null;
  const swapped = path.replace(/\.([cm]?)js$/, '.$1ts');
  const found = [swapped, ...endings.map((ending) => path + ending)].find((candidate) => candidate !== path && isFile(candidate));
  return found ? pathToFileURL(found).href : null;
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();
