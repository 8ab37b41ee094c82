import { pathProblem } from '@interviewlm/protocol';
import { VolumeError, type FileChange, type VolumeErrorCode } from '../../services/volumes/port.js';

/** Throws `invalid_path` for whatever the contract refuses, lone surrogates included. */
export function checkPath(path: string): string {
  const problem = /\p{Surrogate}/u.test(path) ? 'must be well-formed text' : pathProblem(path);
  if (problem) throw new VolumeError('invalid_path', `The path ${problem}.`);
  return path;
}

export const checkChanges = (changes: readonly FileChange[]): void => pathsOf(changes).forEach(checkPath);

export const pathsOf = (changes: readonly FileChange[]): string[] =>
  changes.flatMap((change) => (change.kind === 'move' ? [change.from, change.to] : [change.path]));

const words: Record<VolumeErrorCode, string> = {
  not_found: 'does not exist',
  not_a_file: 'is not a regular file, or leads through something that is not a folder',
  exists: 'is there already',
  invalid_path: 'can not be used here',
  too_large: 'is too large',
  volume_full: 'does not fit: the volume is full',
  unavailable: 'can not be reached',
};

export const refused = (code: VolumeErrorCode, path: string): VolumeError =>
  new VolumeError(code, `${JSON.stringify(path)} ${words[code]}.`);
