// The server of a small applicant tracking system. It keeps the secret key; its page only ever gets session tokens.
//
//   INTERVIEWLM_URL=http://127.0.0.1:3000 INTERVIEWLM_SECRET_KEY=ilm_sk_test_… node server.mjs
//
// `createAtsHost` is the same as a handler, for a server that exists already.
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InterviewLM } from './interviewlm.mjs';

/** What `npm run build` has made of `src`. */
const built = new URL('dist/', import.meta.url);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};
const bodyLimit = 16 * 1024;

/**
 * A `(req, res)` handler for everything below `prefix` (`''` or `/some/path`).
 * `baseUrl` is where InterviewLM is served, `secretKey` a secret key of the tenant.
 */
export function createAtsHost({ baseUrl, secretKey, prefix = '' }) {
  const interviewlm = new InterviewLM(baseUrl, secretKey);
  const files = builtFiles();
  const routes = [
    ['GET', /^\/config$/, () => ({ baseUrl })],
    ['GET', /^\/assessments$/, () => interviewlm.get('/api/assessments?limit=100')],
    ['GET', /^\/interviews$/, () => interviewlm.get('/api/interview?limit=50')],
    ['GET', /^\/interviews\/(itv_[0-9a-z]+)$/, (_body, id) => interviewlm.get(`/api/interview/${id}`)],
    [
      'POST',
      /^\/interviews$/,
      ({ assessment, name, email }) => interviewlm.post('/api/interview', { assessment, candidate: { name, email } }),
    ],
    // A real system asks here who is signed in, and whether this is their interview or one that they may review.
    [
      'POST',
      /^\/interviews\/(itv_[0-9a-z]+)\/tokens\/(candidate|reviewer)$/,
      (_body, id, role) => interviewlm.post(`/api/interview/${id}/tokens`, { role }),
    ],
  ];

  return async function atsHost(req, res) {
    try {
      const { pathname } = new URL(req.url, 'http://localhost');
      if (pathname === prefix && prefix !== '') return redirect(res, `${prefix}/`);
      const path = pathname.slice(prefix.length);
      if (req.method === 'GET' && files.has(path)) return sendFile(res, files.get(path), baseUrl);
      for (const [method, pattern, answer] of routes) {
        const match = pattern.exec(path);
        if (match && method === req.method) return sendJson(res, 200, await answer(await readBody(req), ...match.slice(1)));
      }
      sendJson(res, 404, { message: 'There is no such page.' });
    } catch (error) {
      // Errors made by us or said by InterviewLM carry a status and words for people; anything else is a fault of this server.
      if (!error.status) console.error(error);
      sendJson(res, error.status ?? 500, { message: error.status ? error.message : 'Something went wrong here.' });
    }
  };
}

/** The JSON of a POST. Refuses what another site's page sends in the name of a visitor. */
async function readBody(req) {
  if (req.method !== 'POST') return {};
  const site = req.headers['sec-fetch-site'];
  if (site && site !== 'same-origin') throw refusal(403, 'Only this site’s own pages may do that.');
  const chunks = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > bodyLimit) throw refusal(413, 'That is too much text.');
    chunks.push(chunk);
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Said below, together with JSON that is no object.
  }
  throw refusal(400, 'The request is not a JSON object.');
}

const refusal = (status, message) => Object.assign(new Error(message), { status });

function sendJson(res, status, value) {
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(JSON.stringify(value));
}

/** The page's files by path; the page itself is at `/`. */
function builtFiles() {
  if (!existsSync(built)) throw new Error('The page is not built yet: run npm run build here first.');
  const names = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => `${parentPath}/${name}`.slice(fileURLToPath(built).length - 1).replaceAll('\\', '/'));
  return new Map(paths.map((path) => path.replace(/^\/+/, '/')).map((path) => [path === '/index.html' ? '/' : path, path.slice(1)]));
}

/** The policy is what a page needs to embed InterviewLM, and nothing more. */
function sendFile(res, name, baseUrl) {
  const { origin } = new URL(baseUrl);
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${origin}`,
    "style-src 'self' 'unsafe-inline'",
    `font-src 'self' ${origin}`,
    "img-src 'self' data:",
    `connect-src 'self' ${origin} ${origin.replace(/^http/, 'ws')}`,
    `worker-src 'self' blob: ${origin}`,
    "base-uri 'none'",
  ];
  res.writeHead(200, {
    'Content-Type': types[extname(name)] ?? 'application/octet-stream',
    // The names of what is built hold a hash of the content.
    'Cache-Control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Content-Security-Policy': policy.join('; '),
  });
  createReadStream(new URL(name, built)).pipe(res);
}

function redirect(res, location) {
  res.writeHead(308, { Location: location });
  res.end();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { INTERVIEWLM_URL: baseUrl = 'http://127.0.0.1:3000', INTERVIEWLM_SECRET_KEY: secretKey, PORT: port = '4000' } = process.env;
  if (!secretKey) {
    console.error('Set INTERVIEWLM_SECRET_KEY to a secret key; the demo keeps one in .data/demo.json.');
    process.exit(1);
  }
  createServer(createAtsHost({ baseUrl, secretKey })).listen(Number(port), '127.0.0.1', () => {
    console.log(`The ATS is at http://127.0.0.1:${port}, its interviews at ${baseUrl}`);
  });
}
