import type { Place } from '../state/files.js';
import type { Workspace } from '../state/workspace.js';

/** What every surface of the editor tells the rest of the workspace, and the recording, besides the text itself. */

/** Where the candidate is. */
export function recordPlace(workspace: Workspace, place: Place): void {
  const { path, start, end } = place;
  const { files, memory } = workspace;
  files.place = place;
  memory.update({ cursors: { ...memory.desk.cursors, [path]: end } });
  workspace.record(
    start === end ? { type: 'editor.cursor', data: { path, offset: end } } : { type: 'editor.selection', data: { path, start, end } },
  );
}

export function recordPaste(workspace: Workspace, path: string | null, chars: number): void {
  if (chars > 0) workspace.record({ type: 'integrity.paste', data: { ...(path === null ? {} : { path }), chars } });
}

export function recordCopy(workspace: Workspace, chars: number): void {
  if (chars > 0) workspace.record({ type: 'integrity.copy', data: { chars } });
}
