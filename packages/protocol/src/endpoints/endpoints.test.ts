import { describe, expect, test } from 'vitest';
import { endpoints, type Endpoint } from './index.js';
import { errors } from '../errors.js';
import { scopeOf } from '../scopes.js';

const all: [string, Endpoint][] = Object.entries(endpoints);

describe('the endpoints table', () => {
  test('no two endpoints share a method and path', () => {
    const routes = all.map(([, { method, path }]) => `${method} ${path.replaceAll(/[:*]\w+/g, '*')}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  test.each(all)('%s describes each parameter of its path', (_name, { path, params }) => {
    const named = [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {}).sort()).toEqual(named.sort());
  });

  test.each(all)('%s names a credential and only known errors', (_name, { credentials, errors: codes }) => {
    expect(credentials.length).toBeGreaterThan(0);
    for (const code of codes) expect(errors).toHaveProperty(code);
  });

  test.each(all)('%s needs a scope exactly when it takes a secret key', (_name, endpoint) => {
    expect(scopeOf(endpoint) !== null).toBe(endpoint.credentials.includes('secret'));
  });

  test('only endpoints that a page may call take a session token of the candidate', () => {
    const candidates = all.filter(([, { credentials }]) => credentials.includes('candidate')).map(([name]) => name);
    expect(candidates).not.toContain('createToken');
    expect(candidates).not.toContain('getReport');
    expect(candidates).not.toContain('getReplay');
    expect(candidates).not.toContain('listEvents');
  });
});
