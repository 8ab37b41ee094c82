import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpiringCache } from './expiring-cache.ts';

const cacheOf = <V>() => new ExpiringCache<string, V>({ capacity: 2, ttlMs: 100, now: () => 1000 });

describe('ExpiringCache.load', () => {
  it('fetches what is not there, and keeps it', async () => {
    const cache = cacheOf<string>();
    assert.equal(await cache.load('ada', async (key) => `user ${key}`), 'user ada');
    assert.equal(cache.get('ada'), 'user ada');
  });

  it('does not fetch what is there', async () => {
    const cache = cacheOf<number>();
    cache.set('a', 1);
    assert.equal(await cache.load('a', async () => assert.fail('was called')), 1);
  });

  it('fetches once for all who wait', async () => {
    const cache = cacheOf<number>();
    let calls = 0;
    const fetch = async () => ++calls;
    assert.deepEqual(await Promise.all([cache.load('a', fetch), cache.load('a', fetch)]), [1, 1]);
    assert.equal(calls, 1);
  });

  it('keeps nothing of a failure, and tries anew', async () => {
    const cache = cacheOf<number>();
    await assert.rejects(cache.load('a', () => Promise.reject(new Error('away'))), /away/);
    assert.equal(cache.has('a'), false);
    assert.equal(await cache.load('a', async () => 2), 2);
  });
});
