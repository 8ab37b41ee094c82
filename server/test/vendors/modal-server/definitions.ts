import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import type { CompatServiceDefinition } from 'nice-grpc';

const names = ['ModalClientDefinition', 'TaskCommandRouterDefinition'] as const;

/**
 * The two services as the installed SDK describes them, taken from its own bundle at run time: the SDK exports neither,
 * so a second copy of the bundle is evaluated with one more line. The copy under test stays as it was installed.
 */
export function serviceDefinitions(): Record<(typeof names)[number], CompatServiceDefinition> {
  const require = createRequire(import.meta.url);
  const path = require.resolve('modal');
  const source = `${readFileSync(path, 'utf8')}\nmodule.exports.definitions = { ${names.join(', ')} };`;
  const module: { exports: { definitions?: Record<(typeof names)[number], CompatServiceDefinition> } } = { exports: {} };
  const evaluate = compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: path }) as (
    ...given: unknown[]
  ) => void;
  evaluate(module.exports, createRequire(path), module, path, dirname(path));
  if (!module.exports.definitions) throw new Error('the SDK does not define its services as it did in 0.11.1');
  return module.exports.definitions;
}
