import type { z } from 'zod';
import type { ErrorCode } from '../errors.js';

/** `candidate`, `observer` and `reviewer` are session tokens; `code` is an invite or share code in the body. */
export type Credential = 'public' | 'secret' | 'publishable' | 'candidate' | 'observer' | 'reviewer' | 'code';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters as `:name`; a last `*name` takes the rest of the path. */
  readonly path: string;
  readonly summary: string;
  readonly tag:
    | 'Interviews'
    | 'Workspace'
    | 'Assistant'
    | 'Recording'
    | 'Mail'
    | 'Assessments'
    | 'Keys'
    | 'Members'
    | 'Webhooks'
    | 'Integrations'
    | 'Usage'
    | 'Audit log'
    | 'Privacy'
    | 'Service';
  readonly credentials: readonly Credential[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: number;
  /** The answer's schema; null where it has no body. */
  readonly answer: z.ZodType | null;
  /** Answers bytes of this kind instead of JSON. */
  readonly media?: string;
  /** Answers `text/event-stream`: always, or when asked for by `Accept`. */
  readonly stream?: 'always' | 'accept';
  readonly errors: readonly ErrorCode[];
}
