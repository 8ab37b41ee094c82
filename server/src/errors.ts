import { errors, type ErrorCode, type FieldError } from '@interviewlm/protocol';

/** An error that the caller is told about. Thrown where it is found; `api/middleware/problems.ts` turns it into RFC 9457. */
export class ApiError extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ErrorCode,
    detail?: string,
    readonly members: { errors?: FieldError[]; headers?: Record<string, string>; [extra: string]: unknown } = {},
    options?: ErrorOptions,
  ) {
    const [status, title] = errors[code];
    super(detail ?? title, options);
    this.name = 'ApiError';
    this.status = status;
    this.title = title;
  }
}

/** Also the answer to another tenant's id: whoever asks never learns that it exists. */
export const notFound = (what: string) => new ApiError('not_found', `There is no such ${what}.`);

/** Bad input that a schema can't see; `path` is e.g. `body.files` or `path.id`. */
export const invalid = (path: string, code: string, message: string) =>
  new ApiError('invalid_request', message, { errors: [{ path, code, message }] });
