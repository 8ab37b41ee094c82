import { NotFoundError } from 'modal';
import { VolumeError } from '../../services/volumes/port.js';

/** Runs calls to the vendor and throws what the port knows; the vendor's own error is the cause. */
export async function vendorErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toVolumeError(error);
  }
}

export function toVolumeError(cause: unknown): VolumeError {
  if (cause instanceof VolumeError) return cause;
  return isNotFound(cause)
    ? new VolumeError('not_found', 'Modal has no such thing', { cause })
    : new VolumeError('unavailable', 'Modal can not be reached', { cause });
}

const grpcNotFound = 5;

/** Some calls throw the SDK's own class, others the transport's error with its status code. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof NotFoundError ||
  (error instanceof VolumeError && error.code === 'not_found') ||
  (error instanceof Error && error.name === 'ClientError' && 'code' in error && error.code === grpcNotFound);
