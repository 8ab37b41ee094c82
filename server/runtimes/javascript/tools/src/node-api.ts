import { builtin } from './primordials.js';
import type { TestFn } from './invoke.js';
import type { Mark, Registry } from './registry.js';
import { asNodeTest } from './test-context.js';

interface Options {
  skip?: boolean | string;
  todo?: boolean | string;
  only?: boolean;
  timeout?: number;
}

/** What `node:test` exports, over the same registry: its tests run and are reported like all others. */
export function nodeTestApi(registry: Registry) {
  const test = Object.assign(tests(registry, null), {
    skip: tests(registry, 'skip'),
    todo: tests(registry, 'todo'),
    only: tests(registry, 'only'),
  });
  const describe = Object.assign(suites(registry, null), {
    skip: suites(registry, 'skip'),
    todo: suites(registry, 'todo'),
    only: suites(registry, 'only'),
  });
  const hook =
    (name: Parameters<Registry['addHook']>[0]) =>
    (body: TestFn, options: Options = {}) =>
      registry.addHook(name, asNodeTest(body), options.timeout ?? null);
  const [before, after, beforeEach, afterEach] = [hook('beforeAll'), hook('afterAll'), hook('beforeEach'), hook('afterEach')];
  Object.assign(test, { test, it: test, describe, suite: describe, before, after, beforeEach, afterEach });
  return {
    default: test,
    test,
    it: test,
    describe,
    suite: describe,
    before,
    after,
    beforeEach,
    afterEach,
    get mock() {
      return builtin('node:test').mock;
    },
  };
}

function tests(registry: Registry, mark: Mark) {
  return (...args: unknown[]): Promise<void> => {
    const { title, options, body } = read(args);
    registry.addTest({
      title,
      body: asNodeTest(body),
      mark: mark ?? markOf(options),
      timeout_ms: options.timeout ?? null,
      mustFail: false,
    });
    return Promise.resolve();
  };
}

function suites(registry: Registry, mark: Mark) {
  return (...args: unknown[]): void => {
    const { title, options, body } = read(args);
    registry.addSuite(title, mark ?? markOf(options), () => Reflect.apply(body, undefined, []));
  };
}

/** `(title?, options?, body?)`, each of them optional. */
function read(args: unknown[]): { title: string; options: Options; body: TestFn } {
  const body = args.find((arg): arg is TestFn => typeof arg === 'function') ?? (() => undefined);
  const title = args.find((arg) => typeof arg === 'string') ?? (body.name || '<anonymous>');
  const options = args.find((arg): arg is Options => typeof arg === 'object' && arg !== null) ?? {};
  return { title, options, body };
}

function markOf(options: Options): Mark {
  if (options.skip) return 'skip';
  if (options.todo) return 'todo';
  return options.only ? 'only' : null;
}
