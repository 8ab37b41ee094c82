import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { isPublicAddress, pinAddress, systemResolve, type Resolve } from './addresses.js';

/** What came of one POST. */
export interface Sent {
  /** Null when no answer came. */
  readonly status: number | null;
  /** Null when it arrived. */
  readonly error: string | null;
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

/** Sends one delivery: to one address that was checked, within 10 seconds, without following anything that the answer says. */
export function createSender({ insecure, resolve = systemResolve, ca, deadline_ms = longest_ms }: SenderOptions): Send {
  const isAllowed = (address: string) => insecure || isPublicAddress(address);
  return async (text, headers, body) => {
    const signal = AbortSignal.timeout(deadline_ms);
    try {
      const problem = urlProblem(text, insecure);
      if (problem) return { status: null, error: problem };
      const url = new URL(text);
      const address = await within(signal, pinAddress(url.hostname, resolve, isAllowed));
      const answer = await post(url, address, { headers, signal, ...(ca !== undefined && { ca }) }, body);
      const { statusCode = 0 } = answer;
      await readAtMost(answer, mostAnswerBytes);
      return { status: statusCode, error: statusCode >= 200 && statusCode < 300 ? null : wordsFor(statusCode) };
    } catch (error) {
      return { status: null, error: signal.aborted ? `No answer came within ${deadline_ms / 1000} seconds.` : reasonOf(error) };
    }
  };
}

/** The name stays in `Host` and in the certificate check; the address is the pinned one, whatever the name means by now. */
function post(url: URL, address: string, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_hostname, { all }, callback) => {
    const family = isIPv6(address) ? 6 : 4;
    if (all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const request = url.protocol === 'http:' ? plainRequest : tlsRequest;
  return new Promise((resolve, reject) => {
    request(url, { ...options, method: 'POST', agent: false, lookup })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
}

/** Reads the answer only so far that the connection may end in peace. A longer one is cut. */
async function readAtMost(answer: IncomingMessage, most: number): Promise<void> {
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) break;
  }
  answer.destroy();
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
