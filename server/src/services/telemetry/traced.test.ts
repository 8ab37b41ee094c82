import { expect, test } from 'vitest';
import { noTracing, type Span, type Tracing } from './port.js';
import { traced, tracedCall } from './traced.js';

/** Spans as they end: `name`, and the class of what went wrong. */
function listed(): { tracing: Tracing; ended: string[] } {
  const ended: string[] = [];
  const spanOf = (name: string): Span => {
    let over = false;
    return {
      note: () => undefined,
      end(error) {
        if (!over) ended.push(error instanceof Error ? `${name}: ${error.name}` : name);
        over = true;
      },
    };
  };
  return { tracing: { serve: (name, _headers, work) => work(spanOf(name)), begin: (name) => spanOf(name) }, ended };
}

class Store {
  readonly #kept = new Map([['a', 1]]);
  readonly size = 1;
  async get(key: string): Promise<number> {
    const found = await Promise.resolve(this.#kept.get(key));
    if (found === undefined) throw new RangeError(`no ${key}`);
    return found;
  }
  keys(): string[] {
    return [...this.#kept.keys()];
  }
  async *all(): AsyncGenerator<number> {
    yield* await Promise.resolve([1, 2, 3]);
  }
}

test('each call that takes time has a span, which ends with it, well or not', async () => {
  const { tracing, ended } = listed();
  const store = traced(new Store(), 'store', tracing);
  expect(await store.get('a')).toBe(1);
  expect(ended).toEqual(['store get']);
  await expect(store.get('b')).rejects.toThrow('no b');
  expect(ended.at(-1)).toBe('store get: RangeError');
  expect(await tracedCall((n: number) => Promise.resolve(n + 1), 'call', tracing)(1)).toBe(2);
  expect(ended.at(-1)).toBe('call');
});

test('what is answered piece by piece has one that ends after the last, or when nobody wants more', async () => {
  const { tracing, ended } = listed();
  const store = traced(new Store(), 'store', tracing);
  for await (const n of store.all()) {
    expect(ended).toEqual([]);
    if (n === 2) break;
  }
  expect(ended).toEqual(['store all']);
});

test('what is answered at once has none, and without traces a port stays what it was', () => {
  const { tracing, ended } = listed();
  const store = new Store();
  expect(traced(store, 'store', tracing).keys()).toEqual(['a']);
  expect(traced(store, 'store', tracing).size).toBe(1);
  expect(ended).toEqual([]);
  expect(traced(store, 'store', noTracing)).toBe(store);
});
