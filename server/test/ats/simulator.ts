import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `error`: answers 500 and does nothing. `drop`: does what was asked, and closes the connection before it answers. */
export type Fault = 'error' | 'drop';

export interface AtsRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly header: (name: string) => string;
  readonly body: any;
}

/** What an ATS holds of an order that it placed. */
export interface AtsResult {
  readonly score: number | null;
  /** Opens the report and the recording; null where the ATS has no place for it. */
  readonly url: string | null;
}

/** An applicant tracking system, as far as its assessment protocol goes. Who uses it doesn't see the protocol. */
export interface AtsSimulator {
  readonly kind: string;
  /** What the tenant enters about it, beyond its kind and name. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the tenant enters into it. */
  connect(integration: { id: string; url: string; key: string }): void;
  list(): Promise<{ id: string; name: string }[]>;
  /** Sends an order for one candidate; the same `number` is the same order, sent again. Resolves with what it is called, by us or by the ATS. */
  order(assessment: string, number: number): Promise<string>;
  /** The same where the ATS itself shows the link to the candidate; absent where the protocol has no such order. */
  orderInline?(assessment: string, number: number): Promise<string>;
  /** The link that the ATS can give to the candidate. */
  candidateLink(order: string): Promise<string>;
  /** The word that it shows for how the order stands; '' when it doesn't know. */
  status(order: string): Promise<string>;
  /** Null until it was told that there is one. */
  result(order: string): AtsResult | null;
  /** How often it was told of a result that differs from the one before. */
  results(order: string): number;
  /** Throws where the protocol has no word for it. */
  cancel(order: string): Promise<void>;
  readonly server: AtsServer;
}

export interface AtsServer {
  readonly url: string;
  /** What happens to the next requests, in order; no fault when it is empty. */
  readonly faults: Fault[];
  /** Whatever came, also what was answered with a fault. */
  readonly requests: AtsRequest[];
  close(): Promise<void>;
}

interface AtsAnswer {
  status: number;
  body?: unknown;
}
type Handle = (request: AtsRequest) => AtsAnswer | Promise<AtsAnswer>;

/** The part of an ATS that answers us. Faults don't happen to what is `spared`. */
export async function startAtsServer(handle: Handle, spared: (path: string) => boolean = () => false): Promise<AtsServer> {
  const faults: Fault[] = [];
  const requests: AtsRequest[] = [];
  const server = createServer((req, res) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      const request: AtsRequest = {
        method: req.method ?? '',
        path: req.url ?? '',
        authorization: req.headers.authorization ?? '',
        header: (name) => String(req.headers[name] ?? ''),
        body: text && (req.headers['content-type'] ?? '').includes('json') ? JSON.parse(text) : text,
      };
      requests.push(request);
      const fault = spared(request.path) ? undefined : faults.shift();
      if (fault === 'error') {
        res.writeHead(500).end();
        return;
      }
      const { status, body } = await answerOf(handle, request);
      if (fault === 'drop') req.socket.destroy();
      else res.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An ATS that asks back fails while we can't be reached, as we are restarting; we tell it again. Whatever else goes wrong fails the test. */
async function answerOf(handle: Handle, request: AtsRequest): Promise<AtsAnswer> {
  try {
    return await handle(request);
  } catch (error) {
    if (error instanceof TypeError && error.message === 'fetch failed') return { status: 502 };
    throw error;
  }
}

/** A call of the ATS to us, which must be answered with `expected`. */
export async function ask(
  method: string,
  url: string,
  headers: Record<string, string>,
  { body, expected = 200 }: { body?: unknown; expected?: number } = {},
): Promise<any> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${method} ${url} answered ${answer.status} instead of ${expected}: ${text}`);
  return JSON.parse(text);
}

export const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;

export const personOf = (number: number) => ({
  first_name: 'Ada',
  last_name: `Lovelace ${number}`,
  email: `ada${number}@example.com`,
});
