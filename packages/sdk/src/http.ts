/**
 * The few calls that are made before an interview is open, by plain fetch: the first script of a page carries neither the API client
 * nor its schemas.
 */

/** An answer that was no success. `code` is one of the API's error codes, or `network` when there was no answer at all. */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    /** HTTP status; 0 without an answer. */
    readonly status: number,
    message: string,
    /** Which fields were wrong, e.g. `body.candidate.email`. */
    readonly fields: readonly { readonly path: string; readonly message: string }[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RequestError';
  }
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly bearer?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The answer's JSON. Throws RequestError with the server's own words. */
export async function request<T>(baseUrl: string, path: string, { method, bearer, body, signal }: Call): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        Accept: 'application/json',
        ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      credentials: 'omit',
      cache: 'no-store',
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new RequestError('network', 0, 'The interview service can’t be reached. Check your connection and try again.', [], { cause });
  }
  if (!answer.ok) throw await problem(answer);
  return (await answer.json()) as T;
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

async function problem(answer: Response): Promise<RequestError> {
  const said = (await answer.json().catch(() => ({}))) as Problem;
  const message = said.detail ?? said.title ?? `The interview service answered ${answer.status}.`;
  return new RequestError(said.code ?? 'unknown', answer.status, message, said.errors ?? []);
}
