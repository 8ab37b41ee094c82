import { limits, pathProblem } from '@interviewlm/protocol';
import { VolumeError } from '../../../services/volumes/port.js';

/** The names that a path walks through; `invalid_path` for whatever the contract refuses, lone surrogates included. */
export function pathParts(path: string): string[] {
  const problem = /\p{Surrogate}/u.test(path) ? 'must be well-formed text' : pathProblem(path);
  if (problem) throw new VolumeError('invalid_path', `The path ${problem}.`);
  return path.split('/');
}

const volumeName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Volume names become folder names, so they may not walk anywhere. */
export function checkVolumeName(name: string): string {
  if (!volumeName.test(name))
    throw new VolumeError('invalid_path', 'A volume name is 1 to 63 letters, digits, dots, dashes and underscores.');
  return name;
}

export const maxDepth = limits.pathDepth;
