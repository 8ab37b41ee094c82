import { VolumeError, type VolumeErrorCode } from '../../../services/volumes/port.js';

/** The system's error as the port's: callers never see a host path, and the cause is kept for the log. */
export function asVolumeError(error: unknown, path: string): unknown {
  if (error instanceof VolumeError || !(error instanceof Error)) return error;
  const known = bySystemCode[codeOf(error)];
  if (!known) return error;
  const [code, message] = known;
  return new VolumeError(code, `${JSON.stringify(path)} ${message}.`, { cause: error });
}

/** `ENOENT` and the like; empty when it isn't the system's error. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

export const notAFile = (path: string) => new VolumeError('not_a_file', `${JSON.stringify(path)} is not a regular file.`);

const bySystemCode: Record<string, [VolumeErrorCode, string]> = {
  ENOENT: ['not_found', 'does not exist'],
  ENOTDIR: ['not_a_file', 'leads through something that is not a folder'],
  ELOOP: ['not_a_file', 'is or leads through a link'],
  EISDIR: ['not_a_file', 'is a folder'],
  // Who may open a device node is not asked for its rights: the volume's file system has no devices.
  EACCES: ['not_a_file', 'cannot be opened'],
  ENXIO: ['not_a_file', 'is not a regular file'],
  ENOTEMPTY: ['exists', 'is there already'],
  EEXIST: ['exists', 'is there already'],
  ENAMETOOLONG: ['invalid_path', 'is too long'],
  EINVAL: ['invalid_path', 'cannot be used here'],
  ENOSPC: ['volume_full', 'does not fit: the volume is full'],
  EDQUOT: ['volume_full', 'does not fit: the volume is full'],
  EFBIG: ['too_large', 'is too large'],
};
