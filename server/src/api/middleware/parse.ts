import type { FieldError } from '@interviewlm/protocol';
import type { z } from 'zod';
import { ApiError } from '../../errors.js';

/** One part of a request: where it is, and what it must look like. */
export interface Part {
  readonly in: 'path' | 'query' | 'body';
  readonly schema: z.ZodType | undefined;
  readonly value: unknown;
}

/** The parsed parts, in order. All that is wrong with any of them is told at once: 400 `invalid_request`. */
export function parseParts(parts: readonly Part[]): unknown[] {
  const errors: FieldError[] = [];
  const values = parts.map(({ in: where, schema, value }) => {
    const result = schema?.safeParse(value);
    if (!result) return undefined;
    if (!result.success) errors.push(...result.error.issues.map((issue) => fieldError(where, issue)));
    return result.data;
  });
  if (errors.length > 0) throw new ApiError('invalid_request', undefined, { errors: errors.slice(0, 50) });
  return values;
}

const fieldError = (where: string, issue: z.core.$ZodIssue): FieldError => ({
  path: [where, ...issue.path.map(String)].join('.'),
  code: issue.code,
  message: issue.message,
});
