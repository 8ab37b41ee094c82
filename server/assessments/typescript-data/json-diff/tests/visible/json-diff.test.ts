import { describe, expect, test } from '@jest/globals';
import { diff, type Json, type Operation } from './json-diff.ts';

describe('diff', () => {
  test('equal documents have no changes', () => {
    expect(diff({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  });

  test('another value', () => {
    expect(checked(1, 2)).toEqual([{ op: 'replace', path: '', value: 2 }]);
  });

  test('members are added, removed and replaced', () => {
    const operations = checked({ kept: 1, changed: 'x', gone: true }, { kept: 1, changed: 'y', fresh: null });
    expect(operations).toHaveLength(3);
    expect(operations).toContainEqual({ op: 'replace', path: '/changed', value: 'y' });
    expect(operations).toContainEqual({ op: 'remove', path: '/gone' });
    expect(operations).toContainEqual({ op: 'add', path: '/fresh', value: null });
  });

  test('objects are compared inside', () => {
    expect(checked({ a: { b: { c: 1, d: 2 } } }, { a: { b: { c: 1, d: 3 } } })).toEqual([{ op: 'replace', path: '/a/b/d', value: 3 }]);
  });

  test('the example of the instructions', () => {
    expect(checked({ name: 'api', ports: [80, 443] }, { name: 'web', ports: [80, 8080, 443] })).toHaveLength(2);
  });

  test('items move up when one is removed', () => {
    expect(checked([1, 2, 3, 4], [2, 4])).toHaveLength(2);
  });

  test('special characters in names', () => {
    expect(checked({ 'a/b': 1, 'm~n': 1 }, { 'a/b': 2, 'm~n': 1 })).toEqual([{ op: 'replace', path: '/a~1b', value: 2 }]);
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
