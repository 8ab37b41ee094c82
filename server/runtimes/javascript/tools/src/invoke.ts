import { startTimer, stopTimer } from './primordials.js';

/** A test or hook: returns nothing or a promise, or takes `done` (jest) or a context (node:test). */
export type TestFn = (...args: never[]) => unknown;

/**
 * Runs one body to its end. With `context` it is called as node:test does; otherwise a body that takes an argument gets
 * jest's `done` callback. Throws what the body throws, or an error after `timeout_ms`.
 */
export async function invoke(body: TestFn, timeout_ms: number, context: unknown[]): Promise<void> {
  const call = body as (...args: unknown[]) => unknown;
  const work = context.length === 0 && call.length > 0 ? withDone(call) : Promise.resolve(Reflect.apply(call, undefined, context));
  await new Promise<void>((resolve, reject) => {
    const timer = startTimer(() => reject(new Error(`The test did not finish within ${timeout_ms} ms`)), timeout_ms);
    const settle = (then: () => void) => {
      stopTimer(timer);
      then();
    };
    work.then(
      () => settle(resolve),
      (error: unknown) =>
        settle(() => {
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- tests may throw anything, and it is shown as it is
          reject(error);
        }),
    );
  });
}

function withDone(body: (...args: unknown[]) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error?: unknown) => (error ? reject(asError(error)) : resolve(undefined));
    const returned = body(Object.assign(done, { fail: (error?: unknown) => reject(asError(error ?? 'done.fail() was called')) }));
    if (returned instanceof Promise) returned.then(undefined, reject);
  });
}

export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(`Thrown: ${String(thrown)}`));
