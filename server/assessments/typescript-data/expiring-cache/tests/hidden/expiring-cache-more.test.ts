import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ExpiringCache } from './expiring-cache.ts';

describe('ExpiringCache, in depth', () => {
  let clock = 0;
  const cacheOf = <V>(capacity: number, ttlMs: number) => new ExpiringCache<string, V>({ capacity, ttlMs, now: () => clock });

  beforeEach(() => {
    clock = 0;
  });

  it('setting again replaces the value and starts the time anew', () => {
    const cache = cacheOf<string>(2, 100);
    cache.set('a', 'first');
    clock = 80;
    cache.set('a', 'second');
    clock = 150;
    assert.equal(cache.get('a'), 'second');
    assert.equal(cache.size, 1);
    clock = 180;
    assert.equal(cache.has('a'), false);
  });

  it('setting a known key evicts nothing', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('b', 3);
    assert.deepEqual(cache.keys(), ['a', 'b']);
  });

  it('reading does not prolong', () => {
    const cache = cacheOf<number>(1, 100);
    cache.set('a', 1);
    for (clock = 10; clock < 100; clock += 10) assert.equal(cache.get('a'), 1);
    assert.equal(cache.get('a'), undefined);
  });

  it('asking with has uses nothing', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    cache.set('b', 2);
    assert.equal(cache.has('a'), true);
    cache.set('c', 3);
    assert.deepEqual(cache.keys(), ['b', 'c']);
  });

  it('keeps undefined and null', () => {
    const cache = cacheOf<null | undefined>(3, 100);
    cache.set('nothing', undefined);
    cache.set('null', null);
    assert.equal(cache.has('nothing'), true);
    assert.equal(cache.get('null'), null);
    cache.get('nothing');
    assert.deepEqual(cache.keys(), ['null', 'nothing']);
    assert.equal(cache.delete('nothing'), true);
  });

  it('deleting an expired entry is deleting nothing', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    clock = 100;
    assert.equal(cache.delete('a'), false);
  });

  it('keys may be objects', () => {
    const key = { id: 1 };
    const cache = new ExpiringCache<object, number>({ capacity: 2, ttlMs: 100, now: () => clock });
    cache.set(key, 1);
    assert.equal(cache.get(key), 1);
    assert.equal(cache.get({ id: 1 }), undefined);
  });

  it('uses the real clock by default', () => {
    const cache = new ExpiringCache<string, number>({ capacity: 1, ttlMs: 60_000 });
    cache.set('a', 1);
    assert.equal(cache.get('a'), 1);
  });

  it('never holds more than its capacity', () => {
    const cache = cacheOf<number>(50, 1_000_000);
    for (let i = 0; i < 20_000; i += 1) cache.set(`key ${i % 777}`, i);
    assert.equal(cache.size, 50);
  });
});
