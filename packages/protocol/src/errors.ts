import { z } from 'zod';

/** Every error code that the API answers with, its HTTP status and title. Codes are stable: clients may switch on them. */
export const errors = {
  invalid_request: [400, 'The request is not valid'],
  malformed_json: [400, 'The body is not valid JSON'],
  unauthenticated: [401, 'A valid credential is needed'],
  token_expired: [401, 'The session token has expired'],
  forbidden: [403, 'This credential may not do that'],
  origin_not_allowed: [403, 'This origin is not on the list'],
  file_read_only: [403, 'This file can only be read'],
  pause_not_allowed: [403, 'This interview can not be paused'],
  not_found: [404, 'There is no such thing'],
  method_not_allowed: [405, 'This method is not allowed here'],
  already_submitted: [409, 'This interview was already submitted'],
  interview_not_active: [409, 'This interview is not running'],
  interview_expired: [409, 'The time of this interview is over'],
  version_conflict: [409, 'The file was changed in the meantime'],
  file_exists: [409, 'There already is a file at that path'],
  sequence_gap: [409, 'Events are missing before this batch'],
  chat_in_progress: [409, 'The assistant is still answering'],
  run_in_progress: [409, 'Tests are already running'],
  no_more_questions: [409, 'There are no more questions'],
  assistant_disabled: [409, 'The assistant is off in this interview'],
  not_yet_scored: [409, 'There is no report yet'],
  idempotency_in_flight: [409, 'A request with this key is still running'],
  already_exists: [409, 'It already exists'],
  under_hold: [409, 'A legal hold keeps this from being erased'],
  erased: [410, 'This was erased when its time was over'],
  too_large: [413, 'The body is too large'],
  workspace_full: [413, 'The workspace is full'],
  unsupported_media_type: [415, 'The body must be JSON'],
  idempotency_mismatch: [422, 'This key was used with another body'],
  unprovable_question: [422, 'The question could not be proven'],
  rate_limited: [429, 'Too many requests'],
  internal: [500, 'Something went wrong on our side'],
  assistant_unavailable: [503, 'The assistant can not be reached'],
  sandbox_unavailable: [503, 'The sandbox can not be reached'],
  overloaded: [503, 'The server has too much to do'],
  shutting_down: [503, 'The server is restarting'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof errors;
export const ErrorCode = z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]);

export const FieldError = z.object({
  /** Where in the request, e.g. `body.candidate.email` or `path.id`. */
  path: z.string(),
  code: z.string(),
  message: z.string(),
});
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457 problem document, served as `application/problem+json`. Some codes add members, e.g. `expected_seq`. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: ErrorCode,
  request_id: z.string(),
  errors: z.array(FieldError).optional(),
});
export type Problem = z.infer<typeof Problem>;
