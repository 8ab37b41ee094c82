import { describe, expect, test } from '@jest/globals';
import { diff, type Json, type Operation } from './json-diff.ts';

describe('diff, in depth', () => {
  test('the order of members means nothing', () => {
    expect(diff({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
    expect(diff([{ a: 1, b: 2 }], [{ b: 2, a: 1 }])).toEqual([]);
  });

  test.each([
    [null, {}],
    [{}, []],
    [[], {}],
    ['1', 1],
    [0, false],
    [null, false],
    [{ a: 1 }, 'a'],
  ] as [Json, Json][])('%j is not %j', (before, after) => {
    expect(checked(before, after)).toEqual([{ op: 'replace', path: '', value: after }]);
  });

  test('an object becomes empty member by member', () => {
    expect(checked({ a: 1, b: 2 }, {}).map(({ op }) => op)).toEqual(['remove', 'remove']);
  });

  test('an array becomes empty item by item, and full again', () => {
    expect(checked([1, 2, 3], []).map(({ op }) => op)).toEqual(['remove', 'remove', 'remove']);
    expect(checked([], [1, 2, 3]).map(({ op }) => op)).toEqual(['add', 'add', 'add']);
  });

  test('one different item of plain value is replaced', () => {
    expect(checked([1, 2, 3], [1, 9, 3])).toEqual([{ op: 'replace', path: '/1', value: 9 }]);
  });

  test('one different item that is an object is compared inside', () => {
    const before = [
      { id: 1, tags: ['a'] },
      { id: 2, tags: ['b'] },
    ];
    const after = [
      { id: 1, tags: ['a'] },
      { id: 2, tags: ['b', 'c'] },
    ];
    expect(checked(before, after)).toEqual([{ op: 'add', path: '/1/tags/1', value: 'c' }]);
  });

  test('two different items are added and removed whole', () => {
    const operations = checked([{ id: 1 }, { id: 2 }], [{ id: 3 }, { id: 4 }]);
    expect(operations.map(({ op }) => op).sort()).toEqual(['add', 'add', 'remove', 'remove']);
  });

  test('keeps as many items as possible', () => {
    expect(checked([1, 2, 3, 4, 5, 6], [2, 4, 6, 1, 3, 5])).toHaveLength(6);
    expect(checked([...'kitten'], [...'sitting'])).toHaveLength(5);
    expect(checked([1, 1, 2, 1], [1, 2, 1, 1])).toHaveLength(2);
  });

  test('names that mean something to JavaScript', () => {
    const before = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}') as Json;
    const after = JSON.parse('{"__proto__": {"a": 2}, "toString": 1}') as Json;
    const operations = diff(before, after);
    expect(operations).toHaveLength(3);
    expect(operations).toContainEqual({ op: 'replace', path: '/__proto__/a', value: 2 });
  });

  test('escaped names inside paths', () => {
    expect(checked({ '~1': { '/': [1] } }, { '~1': { '/': [1, 2] } })).toEqual([{ op: 'add', path: '/~01/~1/1', value: 2 }]);
    expect(checked({ '': { '': 1 } }, { '': { '': 2 } })).toEqual([{ op: 'replace', path: '//', value: 2 }]);
  });

  test('random documents come out right', () => {
    let seed = 12345;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const value = (depth: number): Json => {
      const kind = random(depth > 3 ? 3 : 5);
      if (kind === 0) return random(3);
      if (kind === 1) return ['x', '/', '~'][random(3)] ?? '';
      if (kind === 2) return random(2) === 0 ? null : true;
      if (kind === 3) return Array.from({ length: random(5) }, () => value(depth + 1));
      return Object.fromEntries(Array.from({ length: random(4) }, () => [['a', 'b/c', 'd~e', ''][random(4)] ?? '', value(depth + 1)]));
    };
    for (let round = 0; round < 400; round += 1) checked(value(0), value(0));
  });

  // Trying every way to keep items would end at the time limit of the whole run, on any machine.
  test('five hundred items are compared in time', () => {
    const before = Array.from({ length: 500 }, (_, i) => ({ id: i }));
    const after = before.filter(({ id }) => id % 7 !== 0).concat([{ id: 1000 }]);
    expect(checked(before, after)).toHaveLength(73);
  });
});

type Container = { [name: string]: Json } | Json[];

/** Applies operations as the instructions define them, on a copy. */
function apply(document: Json, operations: Operation[]): Json {
  let root = structuredClone(document);
  for (const operation of operations) {
    const value = 'value' in operation ? structuredClone(operation.value) : null;
    if (operation.path === '') {
      root = value;
      continue;
    }
    const names = operation.path
      .slice(1)
      .split('/')
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = names.pop() ?? '';
    const parent = names.reduce<Json>((at, name) => (at as { [name: string]: Json })[name] as Json, root) as Container;
    if (Array.isArray(parent)) {
      const index = Number(last);
      if (!Number.isInteger(index) || index < 0 || index > parent.length - (operation.op === 'add' ? 0 : 1)) {
        throw new Error(`${operation.op} ${operation.path}: no such index`);
      }
      if (operation.op === 'add') parent.splice(index, 0, value);
      else if (operation.op === 'remove') parent.splice(index, 1);
      else parent[index] = value;
    } else {
      if (operation.op !== 'add' && !Object.hasOwn(parent, last)) throw new Error(`${operation.op} ${operation.path}: no such member`);
      if (operation.op === 'remove') delete parent[last];
      else Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true });
    }
  }
  return root;
}

/** Checks that the diff is right and returns it. */
function checked(before: Json, after: Json): Operation[] {
  const copies = structuredClone([before, after]);
  const operations = diff(before, after);
  expect(apply(before, operations)).toEqual(after);
  expect([before, after]).toEqual(copies);
  return operations;
}
