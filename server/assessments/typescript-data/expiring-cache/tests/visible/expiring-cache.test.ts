import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ExpiringCache } from './expiring-cache.ts';

describe('ExpiringCache', () => {
  let clock = 0;
  const cacheOf = <V>(capacity: number, ttlMs: number) => new ExpiringCache<string, V>({ capacity, ttlMs, now: () => clock });

  beforeEach(() => {
    clock = 1000;
  });

  it('gives back what was set', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    assert.equal(cache.get('a'), 1);
    assert.equal(cache.get('b'), undefined);
    assert.equal(cache.size, 1);
  });

  it('forgets after its time', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    clock += 99;
    assert.equal(cache.get('a'), 1);
    clock += 1;
    assert.equal(cache.get('a'), undefined);
    assert.equal(cache.size, 0);
  });

  it('evicts the least recently used', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    assert.deepEqual(cache.keys(), ['a', 'c']);
  });

  it('evicts expired entries first', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('old', 1);
    clock += 60;
    cache.set('young', 2);
    cache.get('old');
    clock += 40;
    cache.set('new', 3);
    assert.deepEqual(cache.keys(), ['young', 'new']);
  });

  it('tells what it deletes', () => {
    const cache = cacheOf<number>(2, 100);
    cache.set('a', 1);
    assert.equal(cache.delete('a'), true);
    assert.equal(cache.delete('a'), false);
  });
});
