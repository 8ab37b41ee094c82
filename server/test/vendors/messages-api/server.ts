import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import { TokenLedger, type Counted } from './ledger.js';
import { modelReply } from './model.js';
import type { Reply } from './reply.js';
import { requestProblem, ThinkingSeen } from './validate.js';
import { errorBody, writeReply } from './wire.js';

export interface RecordedRequest {
  body: MessageCreateParamsStreaming;
  headers: IncomingMessage['headers'];
  /** Resolves when the exchange is over, with whether the client left before its end. */
  over: Promise<'finished' | 'client_left'>;
}

export interface MessagesApi {
  url: string;
  requests: RecordedRequest[];
  /** The next requests get these, one each; then the built-in model answers again. */
  next(...replies: Reply[]): void;
  /** What a bill would say: every token of every answer, as told to the clients. */
  total(): Counted;
  close(): Promise<void>;
}

/** A server that speaks the streaming Messages API on loopback, refuses what the real one refuses, and does what it is told. */
export async function startMessagesApi(): Promise<MessagesApi> {
  const requests: RecordedRequest[] = [];
  const queue: Reply[] = [];
  const ledger = new TokenLedger();
  const seen = new ThinkingSeen();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await textOf(request)) as MessageCreateParamsStreaming;
    const over = once(response, 'close').then(() => (response.writableFinished ? ('finished' as const) : ('client_left' as const)));
    requests.push({ body, headers: request.headers, over });
    const problem = requestProblem(request, body, seen);
    const reply: Reply = problem ?? queue.shift() ?? modelReply(body);
    if ('status' in reply) refuse(response, reply.status, reply.type, reply.headers);
    else if ('reset' in reply) request.socket.resetAndDestroy();
    else await writeReply(response, reply, body, ledger, seen);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...replies) => void queue.push(...replies),
    total: () => ledger.total(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(response: ServerResponse, status: number, type: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...headers });
  response.end(JSON.stringify(errorBody(type)));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
