import { apiVersion, versionHeader } from '@interviewlm/protocol';
import { createCredentials } from './credentials.js';
import type { CredentialOptions, Credentials } from './credentials.js';
import { ConnectionError, problemOf } from './problem.js';

export interface ClientOptions extends CredentialOptions {
  /** The server's origin, e.g. `https://interviews.example.com`. */
  readonly baseUrl: string;
  /** Stands in for the global one. */
  readonly fetch?: typeof fetch | undefined;
}

export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Lets the request outlive the page; its body must then be small. */
  readonly keepalive?: boolean | undefined;
}

/** One place that all requests leave from: address, credential, version, and what a refusal means. */
export interface Http {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** An answer with a good status. Throws `ProblemError`, `ConnectionError`, or the signal's reason. */
  send(request: Outgoing): Promise<Response>;
}

export function createHttp(options: ClientOptions): Http {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const credentials = createCredentials(options);
  const doFetch = options.fetch ?? ((input, init) => fetch(input, init));

  const attempt = async (request: Outgoing, bearer: string | undefined): Promise<Response> => {
    const init: RequestInit = {
      method: request.method,
      headers: headersOf(request, bearer),
      signal: request.signal ?? null,
      credentials: 'omit',
    };
    if (request.body !== undefined) init.body = JSON.stringify(request.body);
    if (request.keepalive) init.keepalive = true;
    try {
      return await doFetch(baseUrl + request.path + queryOf(request.query), init);
    } catch (cause) {
      request.signal?.throwIfAborted();
      throw new ConnectionError('The server can not be reached', { cause });
    }
  };

  return {
    baseUrl,
    credentials,
    async send(request) {
      const bearer = await credentials.current();
      const answer = await attempt(request, bearer);
      if (answer.ok) return answer;
      const problem = await problemOf(answer);
      if (problem.code !== 'token_expired' || bearer === undefined || !credentials.refuse(bearer)) throw problem;
      const second = await attempt(request, await credentials.current());
      if (!second.ok) throw await problemOf(second);
      return second;
    },
  };
}

export async function jsonOf(answer: Response): Promise<unknown> {
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch (cause) {
    // The connection broke in the middle of the answer, or a proxy put something else in its place.
    throw new ConnectionError('The answer did not arrive whole', { cause });
  }
}

function headersOf(request: Outgoing, bearer: string | undefined): Record<string, string> {
  return {
    Accept: 'application/json',
    [versionHeader]: apiVersion,
    ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
    ...request.headers,
  };
}

function queryOf(query: Outgoing['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}
