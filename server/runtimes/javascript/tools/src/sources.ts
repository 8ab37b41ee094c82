import { transform } from 'sucrase';
import { stripTypes } from './primordials.js';

const jestNames = [
  'describe',
  'fdescribe',
  'xdescribe',
  'test',
  'it',
  'fit',
  'xit',
  'xtest',
  'beforeAll',
  'beforeEach',
  'afterEach',
  'afterAll',
  'expect',
  'jest',
];

export const isTypeScript = (path: string) => /\.[cm]?tsx?$/.test(path);

/** ES module or CommonJS, by extension and then by what the text does, as Node itself decides. */
export function formatOf(path: string, source: string): 'module' | 'commonjs' {
  if (/\.m[jt]s$/.test(path)) return 'module';
  if (/\.c[jt]s$/.test(path)) return 'commonjs';
  return /^\s*(?:import\b(?!\s*\()|export\b)/m.test(source)
    ? 'module'
    : isTypeScript(path) && !/\brequire\s*\(/.test(source)
      ? 'module'
      : 'commonjs';
}

/**
 * TypeScript without its types, line for line: errors keep their place. Imports that are used only as types go too.
 * sucrase knows no namespaces; files with one go through Node's own compiler, which keeps every import.
 */
export function withoutTypes(source: string, path: string): string {
  if (/^\s*(?:export\s+)?(?:namespace|module)\s+[\w$.]+\s*\{/m.test(source))
    return stripTypes(source, { mode: 'transform', sourceMap: true });
  const jsx = path.endsWith('x') ? (['jsx'] as const) : [];
  return transform(source, { transforms: ['typescript', ...jsx], disableESTransforms: true, filePath: path }).code;
}

/**
 * Gives a test file the jest names that it uses without importing them. They are no globals, so that a solution never
 * gets hold of `expect`. Everything goes on the first line, which keeps the line numbers.
 */
export function withJestNames(source: string, format: 'module' | 'commonjs', token: string): string {
  const shebang = source.replace(/^#!.*/, '');
  const missing = jestNames.filter((name) => uses(shebang, name) && !binds(shebang, name));
  const names = missing.length > 0 ? `{ ${missing.join(', ')} }` : '';
  if (format === 'module') return names ? `import ${names} from '@jest/globals'; ${shebang}` : shebang;
  const own = shebang
    .replace(/\brequire\s*\(\s*(['"`])(@jest\/globals|expect)\1\s*\)/g, '__tests__.jest')
    .replace(/\brequire\s*\(\s*(['"`])(?:node:)?test\1\s*\)/g, '__tests__.node');
  return `const __tests__ = globalThis[${JSON.stringify(token)}]();${names ? ` const ${names} = __tests__.jest;` : ''} ${own}`;
}

const uses = (source: string, name: string) => new RegExp(`(?<![\\w$.])${name}\\s*[.(]`).test(source);

const binds = (source: string, name: string) =>
  new RegExp(
    `\\b(?:import|const|let|var)\\b\\s*(?:type\\s+)?(?:[\\w$]+\\s*,\\s*)?(?:\\{[^}]*\\b${name}\\b[^}]*\\}|${name}\\b)|\\bfunction\\s+${name}\\b`,
  ).test(source);
