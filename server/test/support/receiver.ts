import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A tenant's server: takes what is sent to it, and answers what the test wants. */
export interface Receiver {
  url: string;
  port: number;
  received: Received[];
  /** Connections, whether or not anything was sent on them. */
  connections: number;
  /** What the next requests are answered with; 204 when it isn't said. */
  answer: (request: Received) => { status: number; headers?: Record<string, string>; body?: string; wait_ms?: number };
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
      const request = { path: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(request);
      const { status, headers = {}, body = '', wait_ms = 0 } = receiver.answer(request);
      await new Promise((resolve) => setTimeout(resolve, wait_ms));
      res.writeHead(status, headers).end(body);
    })();
  });
  server.on('connection', () => receiver.connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    connections: 0,
    answer: () => ({ status: 204 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
