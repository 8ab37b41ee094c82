import { html, nothing } from 'lit';
import { icon, msg, str } from '@interviewlm/ui';
import type { TreeDrag } from './drag.js';
import { folderOf } from './tree.js';
import type { Row } from './tree.js';

/** What a row shows beside its name. */
export interface RowMarks {
  readonly isFocusable: boolean;
  readonly isActive: boolean;
  readonly isUnsaved: boolean;
  readonly isDraggable: boolean;
}

export interface RowActions {
  readonly drag: TreeDrag;
  readonly activate: (path: string) => void;
  readonly focused: (path: string) => void;
  readonly openMenu: (event: MouseEvent, path: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** A file or folder of the tree. */
export function fileRow({ node, level, position, siblings, isOpen }: Row, marks: RowMarks, actions: RowActions) {
  const { drag } = actions;
  const { path, name } = node;
  const isFolder = node.kind === 'folder';
  const isLocked = node.kind === 'file' && node.info.read_only;
  const folder = isFolder ? path : folderOf(path);
  return html`<div
    class="row ${marks.isActive ? 'active' : ''} ${isFolder && drag.target === path ? 'target' : ''}"
    style="--level: ${level}"
    role="treeitem"
    tabindex=${marks.isFocusable ? 0 : -1}
    data-path=${path}
    aria-level=${level}
    aria-posinset=${position}
    aria-setsize=${siblings}
    aria-selected=${marks.isActive}
    aria-expanded=${isFolder ? isOpen : nothing}
    aria-label=${labelOf(name, isLocked, marks.isUnsaved)}
    draggable=${!isLocked && marks.isDraggable}
    @click=${() => actions.activate(path)}
    @keydown=${actions.onKey}
    @focus=${() => actions.focused(path)}
    @contextmenu=${(event: MouseEvent) => actions.openMenu(event, path)}
    @dragstart=${(event: DragEvent) => drag.start(event, path)}
    @dragover=${(event: DragEvent) => drag.over(event, folder)}
    @drop=${(event: DragEvent) => drag.drop(event)}
    @dragend=${() => drag.end()}
  >
    ${isFolder ? html`<span class="twist ${isOpen ? 'open' : ''}">${icon('chevron')}</span>` : nothing}
    <span class="kind">${icon(isFolder ? (isOpen ? 'folder-open' : 'folder') : isLocked ? 'lock' : 'file')}</span>
    <span class="name"><bdi>${name}</bdi></span>
    ${marks.isUnsaved ? html`<span class="dot"></span>` : nothing}
    <!-- For pointers: a tree item may hold no buttons, and Shift F10 opens the same menu. -->
    <span class="more" aria-hidden="true" title=${msg('More (Shift+F10)')} @click=${(event: MouseEvent) => actions.openMenu(event, path)}>
      ${icon('more')}
    </span>
  </div>`;
}

/** Where a name is typed, in place of the row that gets it. */
export function nameField(
  { value, label, level }: { readonly value: string; readonly label: string; readonly level: number },
  onKey: (event: KeyboardEvent) => void,
  onLeave: () => void,
) {
  return html`<div class="naming" style="--level: ${level}">
    <input
      class="field"
      dir="ltr"
      .value=${value}
      aria-label=${label}
      placeholder=${msg('name.ext or folder/name.ext')}
      spellcheck="false"
      autocapitalize="off"
      autocomplete="off"
      @keydown=${onKey}
      @blur=${onLeave}
    />
  </div>`;
}

function labelOf(name: string, isLocked: boolean, isUnsaved: boolean): string {
  if (isLocked) return msg(str`${name}, read-only`);
  return isUnsaved ? msg(str`${name}, not saved yet`) : name;
}
