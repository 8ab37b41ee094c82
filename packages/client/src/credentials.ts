import { ConnectionError, ProblemError } from './problem.js';

/** What `fetchToken` may answer: the token, or the answer of `POST /api/interview/:id/tokens` as it is. */
export type FetchedToken = string | { readonly token: string };
export type FetchToken = () => Promise<FetchedToken> | FetchedToken;

export interface CredentialOptions {
  /** Called for the first token, before one expires, and when the server says that it has. */
  readonly fetchToken?: FetchToken | undefined;
  readonly token?: string | undefined;
  /** Only ever on a server. */
  readonly secretKey?: string | undefined;
}

/** A token is renewed this long before it expires, so that none dies on the way. */
const marginMs = 30_000;

export interface Credentials {
  /** The bearer value, fresh for at least half a minute where it can be renewed; undefined where there is none. */
  current(): Promise<string | undefined>;
  /** Forgets a token that the server refused. False when there is no way to get another. */
  refuse(token: string): boolean;
}

export function createCredentials({ fetchToken, token, secretKey }: CredentialOptions): Credentials {
  let held = token ?? secretKey;
  let expiresAt = token ? expiryOf(token) : Infinity;
  let renewing: Promise<string> | undefined;

  const renew = (fetch: FetchToken): Promise<string> => {
    // Calls that start while one is under way share it.
    renewing ??= Promise.resolve()
      .then(fetch)
      .catch((cause: unknown) => Promise.reject(renewalError(cause)))
      .then((answer) => {
        held = typeof answer === 'string' ? answer : answer.token;
        expiresAt = expiryOf(held);
        return held;
      })
      .finally(() => (renewing = undefined));
    return renewing;
  };

  return {
    async current() {
      if (!fetchToken || (held !== undefined && Date.now() < expiresAt - marginMs)) return held;
      return renew(fetchToken);
    },
    refuse(refused) {
      if (!fetchToken) return false;
      if (held === refused) held = undefined;
      return true;
    },
  };
}

/** The page's own server (or ours) said no, or could not be asked: only then is trying again of any use. */
function renewalError(cause: unknown): Error {
  if (cause instanceof ProblemError || cause instanceof ConnectionError) return cause;
  const status = typeof cause === 'object' && cause !== null && 'status' in cause ? Number(cause.status) : 0;
  const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  if (!isRefusal) return new ConnectionError('The session could not be renewed', { cause });
  const title = 'The session could not be renewed';
  return new ProblemError({ type: 'about:blank', title, status: 401, code: 'unauthenticated', request_id: '' });
}

/** When a JWT expires, by its own word; never, for anything that isn't one. */
function expiryOf(token: string): number {
  try {
    const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
}
