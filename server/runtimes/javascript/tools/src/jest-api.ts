import { ModuleMocker } from 'jest-mock';
import { expect } from './expect.js';
import type { TestFn } from './invoke.js';
import { builtin } from './primordials.js';
import type { Mark, Registry } from './registry.js';
import { eachTitle, rowsOf } from './each.js';

/** What `@jest/globals` exports. Every name is also usable without an import in a test file (`modules.ts`). */
export function jestApi(registry: Registry) {
  const describe = describes(registry);
  const test = testsOf(registry, null);
  const hook = (name: Parameters<Registry['addHook']>[0]) => (body: TestFn, timeout_ms?: number) =>
    registry.addHook(name, body, timeout_ms ?? null);
  return {
    describe,
    fdescribe: describe.only,
    xdescribe: describe.skip,
    test,
    it: test,
    fit: test.only,
    xit: test.skip,
    xtest: test.skip,
    beforeAll: hook('beforeAll'),
    beforeEach: hook('beforeEach'),
    afterEach: hook('afterEach'),
    afterAll: hook('afterAll'),
    expect,
    jest: jestObject(registry),
  };
}

function testsOf(registry: Registry, mark: Mark) {
  const add = (kind: Mark, mustFail = false) => {
    const one = (title: unknown, body: TestFn = () => undefined, timeout_ms?: number) =>
      registry.addTest({ title: titleOf(title), body, mark: kind, timeout_ms: timeout_ms ?? null, mustFail });
    const each =
      (table: unknown, ...values: unknown[]) =>
      (title: string, body: (...row: unknown[]) => unknown, timeout_ms?: number) => {
        rowsOf(table, values).forEach((row, index) => one(eachTitle(title, row, index), () => body(...row.args), timeout_ms));
      };
    return Object.assign(one, { each });
  };
  const todo = (title: string) => registry.addTest({ title, body: () => undefined, mark: 'todo', timeout_ms: null, mustFail: false });
  return Object.assign(add(mark), { only: add('only'), skip: add('skip'), failing: add(null, true), concurrent: add(null), todo });
}

function describes(registry: Registry) {
  const add = (mark: Mark) => {
    const one = (title: unknown, body: () => unknown) => registry.addSuite(titleOf(title), mark, body);
    const each =
      (table: unknown, ...values: unknown[]) =>
      (title: string, body: (...row: unknown[]) => unknown) => {
        rowsOf(table, values).forEach((row, index) => one(eachTitle(title, row, index), () => body(...row.args)));
      };
    return Object.assign(one, { each });
  };
  return Object.assign(add(null), { only: add('only'), skip: add('skip') });
}

/** Mocks live in the candidate's realm: they are handed to the solution. Fake timers are Node's own. */
function jestObject(registry: Registry) {
  const mocker = new ModuleMocker(global);
  const timers = () => builtin('node:test').mock.timers;
  const jest = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    replaceProperty: mocker.replaceProperty.bind(mocker),
    isMockFunction: mocker.isMockFunction.bind(mocker),
    mocked: mocker.mocked.bind(mocker),
    clearAllMocks: () => (mocker.clearAllMocks(), jest),
    resetAllMocks: () => (mocker.resetAllMocks(), jest),
    restoreAllMocks: () => (mocker.restoreAllMocks(), jest),
    setTimeout: (timeout_ms: number) => ((registry.defaultTimeout_ms = timeout_ms), jest),
    useFakeTimers(options: { now?: number | Date } = {}) {
      timers().reset();
      timers().enable({ apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'], now: options.now ?? Date.now() });
      return jest;
    },
    useRealTimers: () => (timers().reset(), jest),
    setSystemTime: (time: number | Date) => timers().setTime(Number(time)),
    advanceTimersByTime: (ms: number) => timers().tick(ms),
    async advanceTimersByTimeAsync(ms: number) {
      timers().tick(ms);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
    runAllTimers: () => timers().runAll(),
  };
  return jest;
}

const titleOf = (title: unknown) => (typeof title === 'function' ? title.name : String(title));
