import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pages } from './index.js';
import { keepRelease } from './releases.js';

const script = 'export const answer = 42;\n'.repeat(100);
const id = 'itv_01arz3ndektsv4rrffq69g5fav';
let folder: string;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  await mkdir(join(folder, 'bundle/monaco-0123456789'), { recursive: true });
  await mkdir(join(folder, 'bundle/embed'));
  await writeFile(join(folder, 'bundle/interviewlm.js'), script);
  await writeFile(join(folder, 'bundle/interviewlm.js.gz'), gzipSync(script));
  await writeFile(join(folder, 'bundle/index-0123abcd.js'), 'export {};');
  await writeFile(join(folder, 'bundle/monaco-0123456789/monaco.css'), 'a{}');
  await writeFile(join(folder, 'bundle/embed/v1.js'), '0;');
  await writeFile(join(folder, 'bundle/embed/manifest.json'), '{"version":"1.2.3"}');
  await writeFile(join(folder, 'secret.js'), 'secret');
  await writeFile(
    join(folder, 'careers.html'),
    '<script src="https://interviews.example.com/embed/v1.js" data-key="YOUR_PUBLISHABLE_KEY"></script>',
  );
  const app = new Koa();
  app.use(
    pages({
      bundle: join(folder, 'bundle'),
      releases: join(folder, 'releases'),
      originsOf: async (key) => (key === 'ilm_pk_test_1' ? ['https://jobs.example.com'] : null),
      archiveOrigins: ['https://archive.example.com'],
      links: [{ title: 'A <b>link</b>', href: '/x?a="b"', text: 'Text' }],
      careersPage: { file: join(folder, 'careers.html'), publishableKey: 'ilm_pk_test_1', assessment: 'asm_1' },
    }),
  );
  server = createServer((req, res) => void app.callback()(req, res)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

describe('hosted pages', () => {
  test('a candidate’s page names every module that the build says it will import, and a reviewer’s none of them', async () => {
    const workspace = ['interviewlm.js', 'shared-00000001.js', 'workspace-00000002.js', 'monaco-0123456789/monaco.js'];
    await writeFile(join(folder, 'bundle/ahead.json'), JSON.stringify({ first: ['hosted.js', 'shared-00000001.js'], workspace }));
    const link = /<link rel="modulepreload" nonce="[^"]{24}"( fetchpriority="low")? href="\/sdk\/([^"]+)">/g;
    const named = async (path: string) => {
      const page = await (await fetch(base + path)).text();
      return Object.fromEntries([...page.matchAll(link)].map(([, low, name = '']) => [name, low ? 'later' : 'at once']));
    };
    expect(await named(`/i/${id}`)).toEqual({
      'hosted.js': 'at once',
      'shared-00000001.js': 'at once',
      'workspace-00000002.js': 'later',
      'monaco-0123456789/monaco.js': 'later',
    });
    expect(await named(`/r/${id}`)).toEqual({});
  });

  test.each([
    [`/i/${id}`, 'hosted.js'],
    [`/r/${id}`, 'hosted.js'],
    ['/console', 'console.js'],
    [`/console/interviews/${id}/replay`, 'console.js'],
  ])('%s runs only scripts with its nonce, and a new one each time', async (path, name) => {
    const [first, second] = await Promise.all([fetch(base + path), fetch(base + path)]);
    const policy = first.headers.get('content-security-policy') ?? '';
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce).toHaveLength(24);
    expect(await first.text()).toContain(`<script type="module" nonce="${nonce}" src="/sdk/${name}">`);
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("connect-src 'self' https://archive.example.com;");
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  test.each(['/i/', '/i/itv_1', `/i/${id}/x`, '/i/<script>', `/i/${id.toUpperCase()}`, '/console/session', '/consoles', '/console/<x>'])(
    '%s is not a page',
    async (path) => {
      expect((await fetch(base + path)).status).toBe(404);
    },
  );

  test('nothing but reading is answered', async () => {
    expect((await fetch(`${base}/i/${id}`, { method: 'POST' })).status).toBe(404);
  });
});

describe('the bundle', () => {
  test('goes to any origin with its type, packed for who accepts that', async () => {
    const plain = await raw('/sdk/interviewlm.js', { 'accept-encoding': 'identity' });
    const packed = await raw('/sdk/interviewlm.js', { 'accept-encoding': 'gzip, br' });
    expect(plain.body.toString()).toBe(script);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).toString()).toBe(script);
    expect(packed.headers['content-length']).toBe(String(packed.body.length));
    for (const { headers } of [plain, packed]) {
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect(headers.vary).toContain('Accept-Encoding');
    }
  });

  test('is asked again by its tag, and answered without a body', async () => {
    const first = await raw('/sdk/interviewlm.js', {});
    const again = await raw('/sdk/interviewlm.js', { 'if-none-match': first.headers.etag ?? '' });
    expect(first.headers['cache-control']).toBe('public, no-cache');
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
  });

  test.each(['/sdk/index-0123abcd.js', '/sdk/monaco-0123456789/monaco.css'])('%s may be kept for ever', async (path) => {
    expect((await raw(path, {})).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('the editor is there without its hash as well, and is then asked again', async () => {
    const answer = await raw('/sdk/monaco/monaco.css', {});
    expect([answer.status, answer.body.toString(), answer.headers['cache-control']]).toEqual([200, 'a{}', 'public, no-cache']);
  });

  test('a tag of the loader is served, and HEAD has no body', async () => {
    expect((await raw('/embed/v1.js', {})).body.toString()).toBe('0;');
    const head = await raw('/embed/v1.js', {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '2', 0]);
  });

  test.each([
    '/sdk/../secret.js',
    '/sdk/%2e%2e/secret.js',
    '/sdk/..%2fsecret.js',
    '/sdk/embed/../../secret.js',
    '/sdk//etc/passwd.js',
    '/sdk/a%00.js',
    '/sdk/%.js',
    '/sdk/.hidden.js',
    '/sdk/embed',
    '/sdk/interviewlm.js.gz',
  ])('%s is nothing', async (path) => {
    expect((await raw(path, {})).status).toBe(404);
  });
});

describe('a version of the bundle', () => {
  test('stays where it was after an upgrade, for ever', async () => {
    const [bundle, releases] = [join(folder, 'bundle'), join(folder, 'releases')];
    expect(await keepRelease(bundle, releases)).toBe('1.2.3');
    await writeFile(join(bundle, 'embed/v1.js'), '1;');
    await writeFile(join(bundle, 'embed/manifest.json'), '{"version":"1.3.0"}');
    expect(await keepRelease(bundle, releases)).toBe('1.3.0');
    const bodies = await Promise.all(['/embed/1.2.3/v1.js', '/embed/1.3.0/v1.js', '/embed/v1.js'].map((path) => raw(path, {})));
    expect(bodies.map(({ body }) => body.toString())).toEqual(['0;', '1;', '1;']);
    expect(bodies.map(({ headers }) => headers['cache-control'])).toEqual([
      'public, max-age=31536000, immutable',
      'public, max-age=31536000, immutable',
      'public, no-cache',
    ]);
    expect((await raw('/embed/1.2.3/sdk/interviewlm.js', {})).body.toString()).toBe(script);
    expect((await raw('/embed/manifest.json', {})).headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test.each(['/embed/1.2.4/v1.js', '/embed/../secret.js', '/embed/1.2.3/sdk/../../../secret.js', '/embed/1.2.3/', '/embed/.x/v1.js'])(
    '%s is nothing',
    async (path) => {
      expect((await raw(path, {})).status).toBe(404);
    },
  );

  test('one that can be no address is not served at all', async () => {
    const odd = await mkdtemp(join(tmpdir(), 'odd-'));
    await mkdir(join(odd, 'embed'));
    await writeFile(join(odd, 'embed/manifest.json'), '{"version":"../../etc"}');
    await expect(keepRelease(odd, join(folder, 'releases'))).rejects.toThrow('version');
    await rm(odd, { recursive: true });
  });
});

describe('the frame', () => {
  test.each([
    ['?key=ilm_pk_test_1', "frame-ancestors 'self' https://jobs.example.com"],
    ['?key=ilm_pk_test_2', "frame-ancestors 'none'"],
    ['?key=a&key=b', "frame-ancestors 'self' *"],
    ['', "frame-ancestors 'self' *"],
  ])('%s: %s', async (query, ancestors) => {
    const answer = await fetch(`${base}/embed/frame${query}`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toContain(ancestors);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(await answer.text()).toContain('src="sdk/frame.js"');
  });
});

test('the start page lists links as text', async () => {
  const page = await (await fetch(base)).text();
  expect(page).toContain('<a href="/x?a=&quot;b&quot;">A &lt;b&gt;link&lt;/b&gt;</a>');
});

test('the careers page is the example with a real key in it, under the policy that embedding needs', async () => {
  const answer = await fetch(`${base}/examples/careers-page/`);
  expect(await answer.text()).toBe('<script src="/embed/v1.js" data-key="ilm_pk_test_1"></script>');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
});

test('the icon is there under both names', async () => {
  for (const name of ['svg', 'ico']) {
    const answer = await fetch(`${base}/favicon.${name}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  }
});

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly body: Buffer;
}

/** `fetch` would tidy the path and unpack the body. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request(base, { path, headers, method }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => {
        resolve({ status: res.statusCode ?? 0, headers: res.headers as Raw['headers'], body: Buffer.concat(chunks) });
      });
    })
      .on('error', reject)
      .end();
  });
}
