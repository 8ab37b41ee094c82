import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { listen, listedPort } from './listen.js';
import type { Product } from './product.js';

export interface HostPage {
  /** Everything before `</body>`; `nonce="NONCE"` is filled in. */
  readonly body?: string;
  /** In place of a body: the whole page, as a build has made it. */
  readonly page?: string;
  readonly policy?: string;
  /** Another origin than the one on the tenant's list. */
  readonly port?: number;
  /** Further files of the host, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * A company's page on its own origin, and its server, which asks for session tokens with the secret key: `POST /token/<interview>` for a
 * candidate, `POST /token/<interview>/reviewer` for a reviewer.
 */
export async function serveHostPage(product: Product, { body = '', page, policy, port = listedPort(), files = {} }: HostPage) {
  const nonce = 'aG9zdC1wYWdl';
  const server = createServer((req, res) => {
    const [, what, interview, role = 'candidate'] = (req.url ?? '').split('/');
    if (req.method === 'POST' && what === 'token') {
      void product
        .api<{ token: string }>('POST', `/api/interview/${interview}/tokens`, { role })
        .then(({ token }) => res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ token })));
      return;
    }
    const file = files[req.url ?? ''];
    if (file !== undefined) {
      res.setHeader('Content-Type', req.url?.endsWith('.css') ? 'text/css' : 'text/javascript').end(file);
      return;
    }
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (policy)
      res.setHeader(
        'Content-Security-Policy',
        policy.replaceAll('ILM', product.baseUrl).replaceAll('WSS', product.baseUrl.replace('http', 'ws')).replaceAll('NONCE', nonce),
      );
    const content = body.replaceAll('ILM', product.baseUrl).replaceAll('NONCE', nonce);
    res.end(page ?? `<!doctype html><html lang="en"><head><title>Host</title></head><body>${content}</body></html>`);
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The policies that docs/EMBEDDING.md gives, in its order. */
export async function documentedPolicies(): Promise<readonly string[]> {
  const text = await readFile('docs/EMBEDDING.md', 'utf8');
  return [...text.matchAll(/```csp\n(.+)\n```/g)].map(([, policy = '']) => policy);
}
