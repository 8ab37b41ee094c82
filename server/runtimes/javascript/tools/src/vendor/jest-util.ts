/** The four helpers of jest-util that expect and jest-mock use, without its dependencies. */
export const pluralize = (word: string, count: number) => `${count} ${word}${count === 1 ? '' : 's'}`;

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  value !== null && (typeof value === 'object' || typeof value === 'function') && typeof Reflect.get(value, 'then') === 'function';

export class ErrorWithStack extends Error {
  constructor(message: string | undefined, callsite: (...args: never[]) => unknown) {
    super(message);
    Error.captureStackTrace(this, callsite);
  }
}
