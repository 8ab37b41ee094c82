import { builtin } from './primordials.js';
import type { TestFn } from './invoke.js';

const nodeTests = new WeakSet<TestFn>();

/** Marks a body that came through node:test: it is called with a context instead of jest's `done`. */
export function asNodeTest(body: TestFn): TestFn {
  const own: TestFn = (...args) => Reflect.apply(body, undefined, args);
  nodeTests.add(own);
  return own;
}

/** What node:test passes to a test, as far as tests of a question need it. Sub-tests count as part of their test. */
export interface TestContext {
  readonly name: string;
  readonly assert: typeof import('node:assert');
  readonly mock: unknown;
  test(title: string, body: (context: TestContext) => unknown): Promise<void>;
  diagnostic(): void;
  /** Waits for sub-tests that nobody awaited, and throws the first failure among them. */
  settle(): Promise<void>;
}

export function testContext(body: TestFn, title: string): TestContext | null {
  return nodeTests.has(body) ? newContext(title) : null;
}

function newContext(title: string): TestContext {
  const subtests: Promise<void>[] = [];
  return {
    name: title,
    assert: builtin('node:assert'),
    get mock() {
      return builtin('node:test').mock;
    },
    test(subtitle, body) {
      const context = newContext(subtitle);
      const work = (async () => {
        await body(context);
        await context.settle();
      })();
      subtests.push(work);
      work.catch(() => undefined);
      return work;
    },
    diagnostic() {},
    async settle() {
      for (const subtest of subtests) await subtest;
    },
  };
}
