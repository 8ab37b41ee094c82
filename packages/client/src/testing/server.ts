import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
export type Answer = (request: Seen, response: ServerResponse) => void | Promise<void>;

/** A real HTTP server whose answers a test decides; it keeps what it was asked. */
export class TestServer {
  readonly seen: Seen[] = [];
  answer: Answer = (_request, response) => problem(response, 404, 'not_found');
  private port = 0;
  private server: Server | undefined;

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** On the port it had before, when it was stopped in between. */
  async start(): Promise<this> {
    const server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
    this.seen.push(seen);
    await this.answer(seen, response);
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

export function problem(response: ServerResponse, status: number, code: string, extra: object = {}): void {
  response
    .writeHead(status, { 'Content-Type': 'application/problem+json' })
    .end(JSON.stringify({ type: 'about:blank', title: code, status, code, request_id: 'req_1', ...extra }));
}

export function eventStream(response: ServerResponse, ...events: { id: string; event: string; data: unknown }[]): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (const { id, event, data } of events) response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** A token that expires after so long; only its middle part means anything here. */
export const tokenFor = (ms: number, name = 'x'): string =>
  `h.${Buffer.from(JSON.stringify({ exp: Math.floor((Date.now() + ms) / 1000), name })).toString('base64url')}.s`;
