import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseEnv } from '../src/env.js';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const chart = 'deploy/helm/interviewlm/';
const files = [
  'deploy/compose.yaml',
  'deploy/env.example',
  'deploy/Dockerfile',
  `${chart}values.yaml`,
  ...readdirSync(new URL(`${chart}templates/`, root)).map((name) => join(chart, 'templates', name)),
];
/** PostgreSQL's own, and Node's. */
const others = new Set(['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB', 'NODE_ENV', 'CMD_SHELL']);

test.each(files)('%s sets no variable that the server does not know', (file) => {
  const known = read('server/src/env.ts');
  const set = [...read(file).matchAll(/(?:^|\s|name: )([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[:=,\s])/gm)].map(([, name = '']) => name);
  expect(set.filter((name) => !others.has(name) && !new RegExp(`\\b${name}:`).test(known))).toEqual([]);
});

test('what the operations guide says of variables and their defaults is so', () => {
  const guide = read('docs/OPERATIONS.md');
  const known = read('server/src/env.ts');
  const named = [...guide.matchAll(/^\| (`[A-Z_`, ]+`) /gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !new RegExp(`\\b${name}:`).test(known))).toEqual([]);
  const env = parseEnv({ SESSION_SECRET: 'x'.repeat(32), DATABASE_URL: 'postgres://db' });
  expect(env).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    trustedProxies: 0,
    drainSeconds: 0,
    metrics: null,
    logLevel: 'info',
    traces: false,
  });
  expect(env.databaseDirectUrl).toBe(env.databaseUrl);
});

test('the balancer lets idle connections go before a server that is replaced does', () => {
  const seconds = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]);
  const idle = seconds(read('deploy/nginx/interviewlm.conf'), /^ *keepalive_timeout (\d+)s/m);
  expect(idle).toBeGreaterThan(0);
  expect(seconds(read('deploy/compose.yaml'), /DRAIN_SECONDS: '(\d+)'/)).toBeGreaterThan(idle);
  expect(seconds(read(`${chart}values.yaml`), /drainSeconds: (\d+)/)).toBeGreaterThan(idle);
});
