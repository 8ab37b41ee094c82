import type { ErrorCode, FieldError, Problem } from '@interviewlm/protocol';

/** The server's refusal. `code` is stable and safe to switch on; `problem` has what some codes add, e.g. `expected_seq`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly requestId: string;
  readonly errors: readonly FieldError[];

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.requestId = problem.request_id;
    this.errors = problem.errors ?? [];
  }
}

/** No answer came: the network is down, the server is, or something between them. Trying again may help. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** True where the same request may succeed later without anyone changing anything. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof ProblemError && (error.status >= 500 || error.status === 429));

/** The answer's own problem document; a proxy's page in its place becomes one of ours, with nothing of it shown. */
export async function problemOf(answer: Response): Promise<ProblemError> {
  const body: unknown = await answer.json().catch(() => null);
  if (isProblem(body)) return new ProblemError(body);
  const code: ErrorCode = answer.status >= 500 ? 'internal' : answer.status === 429 ? 'rate_limited' : 'invalid_request';
  const requestId = answer.headers.get('Request-Id') ?? '';
  return new ProblemError({
    type: 'about:blank',
    title: `The server answered ${answer.status}`,
    status: answer.status,
    code,
    request_id: requestId,
  });
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'status' in body && 'title' in body
  );
}
