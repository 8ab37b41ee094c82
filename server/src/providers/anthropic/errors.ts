import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { AssistantError } from '../../services/assistant/port.js';

type Code = AssistantError['code'];
type Meaning = readonly [code: Code, message: string, retryable: boolean];

const rejected: Meaning = ['rejected', 'The model refused the request', false];
const unauthorized: Meaning = ['unauthorized', 'The model provider does not accept our credentials', false];
const limited: Meaning = ['rate_limited', 'The model provider asks us to slow down', true];
const overloaded: Meaning = ['overloaded', 'The model is overloaded', true];
const unavailable: Meaning = ['unavailable', 'The model provider can not be reached', true];

const byType: Readonly<Record<string, Meaning>> = {
  invalid_request_error: rejected,
  not_found_error: rejected,
  request_too_large: rejected,
  authentication_error: unauthorized,
  permission_error: unauthorized,
  billing_error: unauthorized,
  rate_limit_error: limited,
  overloaded_error: overloaded,
  api_error: unavailable,
  timeout_error: unavailable,
};
const byStatus: Readonly<Record<number, Meaning>> = {
  401: unauthorized,
  402: unauthorized,
  403: unauthorized,
  408: unavailable,
  409: unavailable,
  429: limited,
  529: overloaded,
};

/** Any failure of a call in the port's words. The vendor's own are left out, also as a cause: they may quote the request, and this is logged. */
export function toAssistantError(error: unknown): AssistantError {
  if (error instanceof AssistantError) return error;
  const [code, message, retryable] = meaningOf(error);
  return new AssistantError(code, message, retryable, { cause: traceOf(error) });
}

/** The data of an `error` event, which can come in the middle of an answer. */
export function streamError(data: string): AssistantError {
  const type = typeOf(data);
  const [code, message, retryable] = byType[type ?? ''] ?? unavailable;
  return new AssistantError(code, message, retryable, { cause: new Error(type === undefined ? 'an unknown event' : `the event ${type}`) });
}

/** What an operator can ask the vendor about: the kind of error, status, request id, and why the network failed. */
function traceOf(error: unknown): Error {
  const { status, type, requestID } = error as { status?: number; type?: string | null; requestID?: string | null };
  const kind = error instanceof Error ? error.constructor.name : 'unknown';
  return new Error([kind, status, type, requestID, codeOf(error)].filter((part) => part !== undefined && part !== null).join(' '));
}

/** The first code of an error or of what caused it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : codeOf(error.cause);
}

function meaningOf(error: unknown): Meaning {
  if (error instanceof APIConnectionError || !(error instanceof APIError)) return unavailable;
  const status: unknown = error.status;
  if (typeof status !== 'number') return byType[error.type ?? ''] ?? unavailable;
  return byStatus[status] ?? (status >= 500 ? unavailable : rejected);
}

function typeOf(data: string): string | undefined {
  try {
    return (JSON.parse(data) as { error?: { type?: string } }).error?.type;
  } catch {
    return undefined;
  }
}
