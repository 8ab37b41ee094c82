import { limits, pathProblem } from '@interviewlm/protocol';
import type { FileRow } from '../../db/files.js';
import { ApiError, invalid } from '../../errors.js';

/** Where in the request a file came from, so that an error can name the field. */
export interface Field {
  path: string;
  content: string;
}

/** Folders that tools fill by themselves: they live on the volume and are neither shown nor recorded. */
const toolFolders = new Set(['node_modules', '.git', '__pycache__', '.pytest_cache']);

/** Whether a path that was found on a volume belongs in the candidate's tree. */
export const isRecorded = (path: string): boolean => pathProblem(path) === null && !path.split('/').some((name) => toolFolders.has(name));

/** Refuses what would take the workspace over its limits or make a path both a file and a folder. */
export function requireRoom(tree: readonly FileRow[], path: string, size: number, field: Field): void {
  if (size > limits.fileBytes) throw tooLarge(field);
  // One pass without new texts: a write of many files comes here with each of them.
  let [others, total] = [0, size];
  for (const file of tree) {
    if (file.path === path) continue;
    if (isBelow(file.path, path)) throw invalid(field.path, 'is_a_folder', 'There is a folder at that path.');
    if (isBelow(path, file.path)) throw invalid(field.path, 'not_a_folder', 'A part of that path is a file.');
    others++;
    total += file.size;
  }
  if (others >= limits.files) throw full(field.path, `A workspace holds at most ${limits.files} files.`);
  if (total > limits.workspaceBytes) throw full(field.content, `A workspace holds at most ${limits.workspaceBytes} bytes.`);
}

const isBelow = (path: string, folder: string) => path.charCodeAt(folder.length) === slash && path.startsWith(folder);
const slash = 0x2f;

function tooLarge(field: Field): ApiError {
  const message = `A file holds at most ${limits.fileBytes} bytes.`;
  return new ApiError('too_large', message, { errors: [{ path: field.content, code: 'too_large', message }] });
}

const full = (path: string, message: string) =>
  new ApiError('workspace_full', message, { errors: [{ path, code: 'workspace_full', message }] });
