import { S3ServiceException } from '@aws-sdk/client-s3';
import { ArchiveError } from '../../services/archive/port.js';

const missing = new Set(['NoSuchKey', 'NotFound', 'InvalidRange']);
const altered = new Set(['BadDigest', 'InvalidDigest', 'XAmzContentSHA256Mismatch', 'XAmzContentChecksumMismatch']);

/** Runs a call and throws what the port knows. */
export async function mapped<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toArchiveError(error);
  }
}

export function toArchiveError(cause: unknown): ArchiveError {
  if (cause instanceof ArchiveError) return cause;
  const name = cause instanceof S3ServiceException ? cause.name : '';
  if (missing.has(name)) return new ArchiveError('not_found', 'The archive has no such object', { cause });
  if (altered.has(name)) return new ArchiveError('corrupt', 'The object changed on its way to the archive', { cause });
  return new ArchiveError('unavailable', name ? `The archive refused: ${name}` : 'The archive can not be reached', { cause });
}
