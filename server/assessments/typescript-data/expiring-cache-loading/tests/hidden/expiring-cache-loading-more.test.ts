import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpiringCache } from './expiring-cache.ts';

let clock = 0;
const cacheOf = <V>(capacity = 2) => new ExpiringCache<string, V>({ capacity, ttlMs: 100, now: () => clock });

/** A fetch that comes when it is told to. */
function later<V>() {
  let resolve: (value: V) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<V>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { fetch: () => promise, resolve, reject };
}

describe('ExpiringCache.load, in depth', () => {
  it('is used, as by get', async () => {
    const cache = cacheOf<number>();
    cache.set('a', 1);
    cache.set('b', 2);
    await cache.load('a', async () => 0);
    cache.set('c', 3);
    assert.deepEqual(cache.keys(), ['a', 'c']);
  });

  it('nothing and null are kept like any other value', async () => {
    const cache = cacheOf<null | undefined>();
    assert.equal(await cache.load('a', async () => undefined), undefined);
    assert.equal(await cache.load('a', async () => null), undefined);
    assert.equal(cache.has('a'), true);
  });

  it('its time begins when the value comes', async () => {
    const cache = cacheOf<number>();
    clock = 0;
    const slow = later<number>();
    const loading = cache.load('a', slow.fetch);
    clock = 90;
    slow.resolve(1);
    await loading;
    clock = 189;
    assert.equal(cache.has('a'), true);
    clock = 190;
    assert.equal(cache.has('a'), false);
  });

  it('fetches again what has expired', async () => {
    const cache = cacheOf<number>();
    clock = 0;
    await cache.load('a', async () => 1);
    clock = 100;
    assert.equal(await cache.load('a', async () => 2), 2);
  });

  it('other keys do not wait', async () => {
    const cache = cacheOf<number>();
    void cache.load('slow', later<number>().fetch);
    assert.equal(await cache.load('fast', async () => 1), 1);
  });

  it('a failure is everyone’s, also one that is thrown', async () => {
    const cache = cacheOf<number>();
    const slow = later<number>();
    const both = [cache.load('a', slow.fetch), cache.load('a', async () => 5)];
    slow.reject(new Error('away'));
    for (const one of await Promise.allSettled(both)) assert.equal(one.status, 'rejected');
    await assert.rejects(async () => {
      await cache.load('b', () => {
        throw new Error('at once');
      });
    }, /at once/);
    assert.equal(await cache.load('b', async () => 3), 3);
  });

  it('what is set meanwhile is newer', async () => {
    const cache = cacheOf<number>();
    const slow = later<number>();
    const loading = cache.load('a', slow.fetch);
    cache.set('a', 7);
    slow.resolve(1);
    assert.equal(await loading, 1);
    assert.equal(cache.get('a'), 7);
  });

  it('what is deleted meanwhile stays deleted, and nobody new waits for the old', async () => {
    const cache = cacheOf<number>();
    const slow = later<number>();
    const loading = cache.load('a', slow.fetch);
    cache.delete('a');
    const fresh = later<number>();
    const second = cache.load('a', fresh.fetch);
    slow.resolve(1);
    assert.equal(await loading, 1);
    assert.equal(cache.has('a'), false);
    fresh.resolve(2);
    assert.equal(await second, 2);
    assert.equal(cache.get('a'), 2);
  });

  it('an old failure does not end a newer fetch', async () => {
    const cache = cacheOf<number>();
    const slow = later<number>();
    const loading = cache.load('a', slow.fetch);
    cache.delete('a');
    const fresh = later<number>();
    const second = cache.load('a', fresh.fetch);
    slow.reject(new Error('old'));
    await assert.rejects(loading, /old/);
    const third = cache.load('a', async () => 9);
    fresh.resolve(2);
    assert.deepEqual(await Promise.all([second, third]), [2, 2]);
  });
});
