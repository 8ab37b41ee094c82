import { VolumeError } from '../../services/volumes/port.js';

/** A call to the vendor that may never settle: after `limit_ms` it counts as failed, whatever becomes of it. */
export async function within<T>(call: () => Promise<T>, limit_ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new VolumeError('unavailable', `Modal did not answer within ${Math.round(limit_ms / 1000)} s`)),
      limit_ms,
    );
  });
  const answer = call();
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
