import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { isPublicAddress, pinAddress, systemResolve, type Resolve } from './addresses.js';

/** What came of one request. */
export interface Sent {
  /** Null when no answer came. */
  readonly status: number | null;
  /** Null when it arrived. */
  readonly error: string | null;
}

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none. */
  readonly body: string | null;
}

/** With the first 64 KiB of what was answered; none of it may be shown or kept, it may come from where only we can reach. */
export interface Answered extends Sent {
  readonly body: string;
}

export interface SenderOptions {
  /** For development alone: plain HTTP and addresses that aren't public, a server on this machine say. */
  readonly insecure: boolean;
  readonly resolve?: Resolve;
  /** Trusted besides the system's, for tests. */
  readonly ca?: string;
  /** From the look-up to the end of the answer. */
  readonly deadline_ms?: number;
}

export type Exchange = (request: Outgoing) => Promise<Answered>;
export type Send = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Sent>;

const longest_ms = 10_000;
const mostAnswerBytes = 64 * 1024;

/** What is wrong with a URL before anything is resolved; null when nothing is. */
export function urlProblem(text: string, insecure: boolean): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return 'This is no URL.';
  if (url.protocol !== 'https:' && !(insecure && url.protocol === 'http:')) return 'Write an https:// URL.';
  if (url.username || url.password) return 'A URL with a user name or password is not taken: deliveries are signed.';
  if (url.hash) return 'A fragment never reaches a server.';
  return null;
}

/** Sends one delivery as a POST, and forgets what was answered beyond its status. */
export function createSender(options: SenderOptions): Send {
  const exchange = createExchange(options);
  return async (url, headers, body) => {
    const { status, error } = await exchange({ method: 'POST', url, headers, body });
    return { status, error };
  };
}

/** Sends one request: to one address that was checked, within 10 seconds, without following anything that the answer says. */
export function createExchange({ insecure, resolve = systemResolve, ca, deadline_ms = longest_ms }: SenderOptions): Exchange {
  const isAllowed = (address: string) => insecure || isPublicAddress(address);
  return async ({ method, url: text, headers, body }) => {
    const signal = AbortSignal.timeout(deadline_ms);
    try {
      const problem = urlProblem(text, insecure);
      if (problem) return { status: null, error: problem, body: '' };
      const url = new URL(text);
      const address = await within(signal, pinAddress(url.hostname, resolve, isAllowed));
      const answer = await send(url, address, { method, headers, signal, ...(ca !== undefined && { ca }) }, body);
      const { statusCode = 0 } = answer;
      const answered = await readAtMost(answer, mostAnswerBytes);
      return { status: statusCode, error: statusCode >= 200 && statusCode < 300 ? null : wordsFor(statusCode), body: answered };
    } catch (error) {
      return { status: null, error: signal.aborted ? `No answer came within ${deadline_ms / 1000} seconds.` : reasonOf(error), body: '' };
    }
  };
}

/** The name stays in `Host` and in the certificate check; the address is the pinned one, whatever the name means by now. */
function send(url: URL, address: string, options: RequestOptions, body: string | null): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_hostname, { all }, callback) => {
    const family = isIPv6(address) ? 6 : 4;
    if (all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const request = url.protocol === 'http:' ? plainRequest : tlsRequest;
  return new Promise((resolve, reject) => {
    request(url, { ...options, agent: false, lookup })
      .once('response', resolve)
      .once('error', reject)
      .end(body ?? undefined);
  });
}

/** Reads the answer so far that the connection may end in peace. A longer one is cut. */
async function readAtMost(answer: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  answer.destroy();
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}

const wordsFor = (status: number) =>
  status >= 300 && status < 400 ? `It answered ${status}: redirects are not followed.` : `It answered ${status}.`;

const reasonOf = (error: unknown) => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ? `The connection failed: ${code}.` : error.message;
};

/** Looking up a name can't be called off, only no longer waited for. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('Too late')), { once: true });
    work.then(resolve, reject);
  });
}
