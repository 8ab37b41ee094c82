import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSigned } from './signature.js';

/**
 * How one exchange is spoiled: a refusal, a connection reset before the server saw the request or after it did,
 * an answer that breaks off in the middle or has a bit flipped, or no answer at all; 'none' lets one pass. A function is called
 * when the server has done what was asked of it, and nobody is told.
 */
export type Fault = 'none' | { status: number; code: string } | 'reset' | 'lost_answer' | 'cut_body' | 'flip_bit' | 'hang' | (() => void);

export interface Exchange {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
}

export interface FaultProxy {
  url: string;
  exchanges: Exchange[];
  /** The one origin whose pages a rule of the bucket lets read; null for none, as a bucket is made. */
  readersOrigin: string | null;
  /** The next requests meet these, one each. */
  spoil(...faults: Fault[]): void;
  /** Those that are left meet none. */
  clear(): void;
  close(): Promise<void>;
}

/** The server behind takes any signature; this checks them first, as AWS does. */
export async function startFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  const exchanges: Exchange[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    exchanges.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    const { readersOrigin } = proxy;
    if (readersOrigin && request.headers.origin === readersOrigin) response.setHeader('access-control-allow-origin', readersOrigin);
    relay(request, response, target, faults.shift()).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    readersOrigin: null,
    spoil: (...more) => void faults.push(...more),
    clear: () => void (faults.length = 0),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  target: { host: string; port: number },
  fault?: Fault,
): Promise<void> {
  const body = await bytesOf(request);
  if (fault === 'reset') return void request.socket.resetAndDestroy();
  if (fault === 'hang') return;
  if (typeof fault === 'object') {
    refuse(response, fault.status, fault.code);
    return;
  }
  if (!isSigned(request)) {
    refuse(response, 403, 'SignatureDoesNotMatch');
    return;
  }
  const answer = await ask(request, body, target);
  const content = await bytesOf(answer);
  if (typeof fault === 'function') fault();
  if (fault === 'lost_answer' || typeof fault === 'function') return void request.socket.resetAndDestroy();
  const headers = { ...answer.headers };
  delete headers['transfer-encoding'];
  response.writeHead(answer.statusCode ?? 502, request.method === 'HEAD' ? headers : { ...headers, 'content-length': content.length });
  if (fault === 'cut_body') {
    response.write(content.subarray(0, content.length / 2));
    return void response.socket?.end();
  }
  const middle = content.length >> 1;
  if (fault === 'flip_bit') content[middle] = (content[middle] ?? 0) ^ 1;
  response.end(content);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>refused</Message></Error>`);
}

async function ask(request: IncomingMessage, body: Buffer, target: { host: string; port: number }): Promise<IncomingMessage> {
  const upstream = forward({ ...target, method: request.method, path: request.url, headers: request.headers, agent: false });
  upstream.end(body);
  const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
  return answer;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
