import { createServer as createPlain } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import selfsigned from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSender, urlProblem } from './send.js';

const name = 'hooks.example.test';
let tls: Server;
let plain: Server;
let ca: string;
/** Connections to either, whatever became of them. */
let connections = 0;
const hosts: (string | undefined)[] = [];

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) =>
  new Promise<Server>((resolve) => {
    server.on('connection', () => connections++);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

beforeAll(async () => {
  const made = await selfsigned.generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  ca = made.cert;
  tls = await listening(
    createTls({ key: made.private, cert: made.cert }, (req, res) => {
      hosts.push(req.headers.host);
      if (req.url === '/endless') void endless(res);
      else if (req.url === '/silent') return;
      else res.writeHead(204).end();
    }),
  );
  plain = await listening(createPlain((_req, res) => res.writeHead(204).end()));
});
afterAll(() => {
  tls.close();
  plain.close();
});

async function endless(res: NodeJS.WritableStream & { destroyed?: boolean }): Promise<void> {
  const chunk = Buffer.alloc(16 * 1024);
  while (!res.destroyed) if (!res.write(chunk)) await new Promise((resolve) => res.once('drain', resolve).once('close', resolve));
}

const inside = () => createSender({ insecure: true, ca, resolve: () => Promise.resolve(['127.0.0.1']) });
const outside = (resolve = () => Promise.resolve(['127.0.0.1'])) => createSender({ insecure: false, ca, resolve });

describe('over TLS', () => {
  test('the connection goes to the pinned address; the certificate and Host are the name’s', async () => {
    expect(await inside()(`https://${name}:${portOf(tls)}/`, {}, '{}')).toEqual({ status: 204, error: null });
    expect(hosts.at(-1)).toBe(`${name}:${portOf(tls)}`);
  });

  test('another name’s certificate is refused', async () => {
    const sent = await inside()(`https://other.example.test:${portOf(tls)}/`, {}, '{}');
    expect(sent).toEqual({ status: null, error: 'The connection failed: ERR_TLS_CERT_ALTNAME_INVALID.' });
  });

  test('who is silent, or never resolves, is not waited for', async () => {
    const late = { status: null, error: 'No answer came within 0.2 seconds.' };
    const hurried = { insecure: true, ca, deadline_ms: 200 };
    const silent = createSender({ ...hurried, resolve: () => Promise.resolve(['127.0.0.1']) });
    expect(await silent(`https://${name}:${portOf(tls)}/silent`, {}, '{}')).toEqual(late);
    const lost = createSender({ ...hurried, resolve: () => new Promise(() => undefined) });
    expect(await lost(`https://${name}:${portOf(tls)}/`, {}, '{}')).toEqual(late);
  });

  test('an answer without end is cut after 64 KiB, and counts by its status', async () => {
    expect(await inside()(`https://${name}:${portOf(tls)}/endless`, {}, '{}')).toEqual({ status: 200, error: null });
  });
});

describe('nothing is sent, and no connection made, to', () => {
  const both = (host: string) => [`https://${host}:${portOf(tls)}/`, `https://${host}:${portOf(plain)}/`];
  const literals = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001', '0.0.0.0', '0'];
  const embedded = ['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'];
  const metadata = ['169.254.169.254', '[fd00:ec2::254]', '[::ffff:a9fe:a9fe]', '168.63.129.16', '100.100.100.200'];
  const named = ['localhost', 'LOCALHOST.', '127.0.0.1.', '①②⑦.⓪.⓪.①', 'rebind.example'];

  test.each([...literals, ...embedded, ...metadata, ...named])('%s', async (host) => {
    const before = connections;
    for (const url of both(host)) {
      const { status, error } = await outside()(url, {}, '{}');
      expect({ url, status }).toEqual({ url, status: null });
      expect(error).toBe('The URL does not lead to the public internet.');
    }
    expect(connections).toBe(before);
  });

  test('a name that resolves to the public internet only the first time it is asked for', async () => {
    const before = connections;
    const answers = [['93.184.216.34', '127.0.0.1'], ['127.0.0.1']];
    const send = outside(() => Promise.resolve(answers.shift() ?? []));
    for (const url of both('rebind.example')) expect(await send(url, {}, '{}')).toMatchObject({ status: null });
    expect(connections).toBe(before);
  });

  test('plain HTTP, other schemes, and URLs with credentials', async () => {
    const before = connections;
    const port = portOf(plain);
    for (const url of [
      `http://${name}:${port}/`,
      `ftp://127.0.0.1:${port}/`,
      'file:///etc/passwd',
      `https://a:b@${name}:${port}/`,
      'nonsense',
    ])
      expect(await outside()(url, {}, '{}')).toMatchObject({ status: null, error: urlProblem(url, false) });
    expect(connections).toBe(before);
  });
});
