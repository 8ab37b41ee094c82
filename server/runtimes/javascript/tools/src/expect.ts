import { expect as jestExpect } from 'expect';
import { replacedBuiltin } from './lock.js';

/**
 * jest's `expect` that remembers every assertion that failed: a solution that calls a test's callback inside its own
 * `try … catch` must not make the failure disappear.
 */
export const failedAssertions: unknown[] = [];

type Callable = (...args: unknown[]) => unknown;

export const expect: typeof jestExpect = new Proxy(jestExpect, {
  apply: (target, self, args: Parameters<typeof jestExpect>) => watched(Reflect.apply(target, self, args)),
});

/** Matchers, and those behind `.not`, `.resolves` and `.rejects`. */
function watched<T extends object>(matchers: T): T {
  return new Proxy(matchers, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof found === 'function') return (...args: unknown[]) => checked(String(key), found as Callable, args);
      return typeof found === 'object' && found !== null ? watched(found) : found;
    },
  });
}

function checked(name: string, matcher: Callable, args: unknown[]): unknown {
  const before = failedAssertions.length;
  const failed = (error: unknown): never => {
    failedAssertions.push(error);
    throw error;
  };
  const passed = () => {
    refuseReplaced();
    // `expect(() => expect(1).toBe(2)).toThrow()` means its inner failure.
    if (name.startsWith('toThrow')) failedAssertions.length = before;
  };
  try {
    refuseReplaced();
    const result = Reflect.apply(matcher, undefined, args);
    if (result instanceof Promise) return result.then(passed, failed);
    passed();
    return result;
  } catch (error) {
    return failed(error);
  }
}

export function refuseReplaced(): void {
  const name = replacedBuiltin();
  if (name !== null) throw new Error(`The solution replaced the built-in ${name}, which the tests rely on`);
}
