import type { RuntimeName } from '@interviewlm/protocol';
import type { Failure } from '../failure.js';
import type { FoundFunction } from '../functions.js';

/** A file as a rule sees it. */
export interface Code {
  source: string;
  /** `source` with comments and literals blanked; offsets are the same. */
  masked: string;
  functions: readonly FoundFunction[];
  runtime: RuntimeName;
}

/** What a rule would change: `deleted` characters at `offset` become `inserted`. */
export interface Change {
  offset: number;
  deleted: number;
  inserted: string;
  reason: string;
}

/** A known mistake. It answers null unless the code, and the failed tests where they matter, show that very mistake. */
export type Rule = (code: Code, failed: readonly Failure[], passed: number) => Change | null;
