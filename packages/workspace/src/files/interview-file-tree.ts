import { html, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import { pathProblem } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, fieldStyles, icon, msg, scrollStyles, str } from '@interviewlm/ui';
import type { Dialog, Menu, MenuItem } from '@interviewlm/ui';
import '@interviewlm/ui/dialog.js';
import '@interviewlm/ui/menu.js';
import { Part } from '../part.js';
import { inWords, nameProblem } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';
import { TreeDrag } from './drag.js';
import { fileRow } from './file-row.js';
import type { RowActions } from './file-row.js';
import { fileTreeStyles } from './file-tree-styles.js';
import './move-dialog.js';
import type { MoveChosenEvent, MoveDialog } from './move-dialog.js';
import { TreeKeys } from './tree-keys.js';
import type { TreeCommand } from './tree-keys.js';
import { newNameLabel, TreeNaming } from './tree-naming.js';
import type { Naming } from './tree-naming.js';
import { folderOf, foldersOf, inFolder, nameOf, rowsOf, treeOf } from './tree.js';
import type { Row } from './tree.js';

/**
 * `<interview-file-tree>`: the workspace's files as an ARIA tree, by keys (see `TreeKeys`), by a menu on each row and by dragging. What
 * was done is said to screen readers.
 */
export class InterviewFileTree extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, fieldStyles, scrollStyles, fileTreeStyles];

  @state() private closed: ReadonlySet<string> = new Set();
  @state() private current: string | null = null;
  @state() private problem = '';
  @state() private doomed: string | null = null;
  @state() private said = '';
  @query('ilm-dialog') private dialog!: Dialog;
  @query('ilm-menu') private menu!: Menu;
  @query('ilm-move-file') private moveDialog!: MoveDialog;
  private readonly naming: TreeNaming = new TreeNaming(this, (naming, path) => void this.name(naming, path));
  private readonly keys = new TreeKeys();
  private readonly drag = new TreeDrag(
    () => this.requestUpdate(),
    (path, folder) => void this.moveTo(path, inFolder(folder, nameOf(path))),
  );

  protected override observes({ files, session }: Workspace) {
    return [files, session];
  }

  /** Puts the focus on the row that the keys are on. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
  }

  private get rows(): Row[] {
    return rowsOf(treeOf(this.workspace?.files.tree ?? []), this.closed);
  }

  private get canWrite(): boolean {
    return this.workspace?.session.phase === 'active';
  }

  override render() {
    const { rows } = this;
    const focusable = rows.some(({ node }) => node.path === this.current) ? this.current : (rows[0]?.node.path ?? null);
    return html`
      <div class="head">
        <h2>${msg('Files')}</h2>
        <button
          class="icon-button"
          aria-label=${msg('New file')}
          title=${msg('New file')}
          ?disabled=${!this.canWrite}
          @click=${() => this.startCreate()}
        >
          ${icon('plus')}
        </button>
      </div>
      ${this.naming.now?.kind === 'create' ? this.naming.field('', newNameLabel(this.naming.now.folder)) : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${
        rows.length === 0 && this.workspace?.questions.current
          ? html`<ilm-notice icon="folder" heading=${msg('There are no files yet')}
              >${msg('Make one with the plus sign above, or in the terminal.')}</ilm-notice
            >`
          : nothing
      }
      <div
        class="tree scroll ${this.drag.target === '' ? 'target' : ''}"
        role="tree"
        aria-label=${msg('Files')}
        @dragover=${(event: DragEvent) => this.drag.over(event, '')}
        @drop=${(event: DragEvent) => this.drag.drop(event)}
      >
        ${rows.map((row) => this.renderRow(row, row.node.path === focusable))}
      </div>
      <span class="sr-only" role="status">${this.said}</span>
      <ilm-menu></ilm-menu>
      ${this.renderDialog()}
      <ilm-move-file .folders=${foldersOf(this.workspace?.files.tree ?? [])} @move-chosen=${this.onMoveChosen}></ilm-move-file>
    `;
  }

  private renderRow(row: Row, isFocusable: boolean) {
    const { path, name } = row.node;
    if (this.naming.isRenaming(path)) return this.naming.field(name, msg(str`New name of ${name}`), row.level);
    const { files } = this.workspace ?? {};
    const draft = files?.open.get(path);
    const isUnsaved = draft !== undefined && draft.state !== 'saved';
    return fileRow(row, { isFocusable, isUnsaved, isActive: files?.active === path, isDraggable: this.canWrite }, this.rowActions);
  }

  private renderDialog() {
    return html`<ilm-dialog heading=${msg(str`Delete ${nameOf(this.doomed ?? '')}?`)} @close=${() => (this.doomed = null)}>
      ${msg(str`${this.doomed ?? ''} is removed from your workspace. What it held stays in the recording.`)}
      <div slot="actions">
        <button class="button" @click=${() => this.dialog.close()}>${msg('Keep it')}</button>
        <button class="button danger" @click=${() => void this.deleteDoomed()}>${msg('Delete')}</button>
      </div>
    </ilm-dialog>`;
  }

  private activate(path: string): void {
    this.current = path;
    const row = this.rows.find(({ node }) => node.path === path);
    if (row?.node.kind === 'folder') this.setOpen(path, !row.isOpen);
    else void this.attempt(async () => this.workspace?.files.show(path));
  }

  private setOpen(path: string, isOpen: boolean): void {
    const closed = new Set(this.closed);
    if (isOpen) closed.delete(path);
    else closed.add(path);
    this.closed = closed;
  }

  private startCreate(): void {
    const at = this.rows.find(({ node }) => node.path === this.current)?.node;
    this.startNaming({ kind: 'create', folder: at?.kind === 'folder' ? at.path : folderOf(at?.path ?? '') });
  }

  private onContextMenu(event: MouseEvent, path: string): void {
    event.preventDefault();
    event.stopPropagation();
    this.openMenu(path, event.clientX, event.clientY);
  }

  private openMenu(path: string, x: number, y: number): void {
    this.current = path;
    this.menu.label = nameOf(path);
    this.menu.items = this.menuOf(path);
    void this.updateComplete.then(() => {
      this.focus();
      return this.menu.showAt(x, y);
    });
  }

  private menuOf(path: string): MenuItem[] {
    const fixed = !this.canChange(path);
    return [
      { label: msg('Open'), icon: 'file', keys: 'Enter', run: () => this.activate(path) },
      { label: msg('New file…'), icon: 'plus', keys: 'Ctrl+Alt+N', disabled: !this.canWrite, run: () => this.startCreate() },
      { label: msg('Rename…'), icon: 'edit', keys: 'F2', disabled: fixed, run: () => this.startNaming({ kind: 'rename', path }) },
      { label: msg('Move…'), icon: 'move', disabled: fixed, run: () => void this.moveDialog.ask(path) },
      { label: msg('Delete…'), icon: 'trash', keys: 'Delete', danger: true, disabled: fixed, run: () => this.startDelete(path) },
    ];
  }

  private startNaming(naming: Naming): void {
    this.problem = '';
    this.naming.begin(naming);
  }

  private startDelete(path: string): void {
    this.doomed = path;
    void this.updateComplete.then(() => this.dialog.show());
  }

  private async deleteDoomed(): Promise<void> {
    const path = this.doomed;
    this.dialog.close();
    if (path === null) return;
    const { rows } = this;
    const at = rows.findIndex(({ node }) => node.path === path);
    const next = rows[at + 1] ?? rows[at - 1];
    if (!(await this.attempt(async () => this.workspace?.files.remove(path)))) return;
    this.said = msg(str`${nameOf(path)} was deleted`);
    this.goTo(next);
  }

  private readonly onMoveChosen = ({ from, to }: MoveChosenEvent) => void this.moveTo(from, to);

  private async moveTo(from: string, to: string): Promise<void> {
    if (!(await this.attempt(async () => this.workspace?.files.move(from, to)))) return;
    const folder = folderOf(to);
    this.setOpen(folder, true);
    this.said = folder === '' ? msg(str`${nameOf(to)} was moved to the top`) : msg(str`${nameOf(to)} was moved to ${folder}`);
    this.current = to;
    await this.updateComplete;
    this.focus();
  }

  private async name(naming: Naming, path: string): Promise<void> {
    if (pathProblem(path) !== null) {
      this.problem = nameProblem(path);
      return;
    }
    this.naming.end();
    if (naming.kind === 'rename' && naming.path === path) return;
    const isDone = await this.attempt(async () =>
      naming.kind === 'create' ? this.workspace?.files.create(path) : this.workspace?.files.move(naming.path, path),
    );
    if (!isDone) return;
    this.said = naming.kind === 'create' ? msg(str`${nameOf(path)} was made`) : msg(str`It is now called ${nameOf(path)}`);
    this.current = path;
    await this.updateComplete;
    this.focus();
  }

  /** False, and said why, when the work was refused. */
  private async attempt(work: () => Promise<unknown>): Promise<boolean> {
    this.problem = '';
    try {
      await work();
      return true;
    } catch (error) {
      this.problem = inWords(error);
      return false;
    }
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { rows } = this;
    const at = rows.findIndex(({ node }) => node.path === this.current);
    const command = this.keys.command(event, rows, at);
    if (!command) return;
    event.preventDefault();
    this.obey(command, rows);
  };

  private obey(command: TreeCommand, rows: readonly Row[]): void {
    if (command.do === 'create') {
      if (this.canWrite) this.startCreate();
      return;
    }
    if (command.do === 'go') return this.goTo(command.row);
    const { path } = command.row.node;
    switch (command.do) {
      case 'open':
      case 'close':
        return this.setOpen(path, command.do === 'open');
      case 'open-siblings':
        for (const { node } of rows) if (folderOf(node.path) === folderOf(path)) this.setOpen(node.path, true);
        return;
      case 'activate':
        return this.activate(path);
      case 'rename':
        if (this.canChange(path)) this.startNaming({ kind: 'rename', path });
        return;
      case 'remove':
        if (this.canChange(path)) this.startDelete(path);
        return;
      case 'menu': {
        const box = this.rowOf(path)?.getBoundingClientRect();
        return this.openMenu(path, (box?.left ?? 0) + 24, box?.bottom ?? 0);
      }
    }
  }

  private readonly rowActions: RowActions = {
    drag: this.drag,
    activate: (path) => this.activate(path),
    focused: (path) => (this.current = path),
    openMenu: (event, path) => this.onContextMenu(event, path),
    onKey: this.onKey,
  };

  private rowOf(path: string): Element | undefined {
    return [...this.renderRoot.querySelectorAll('[role=treeitem]')].find((row) => row.getAttribute('data-path') === path);
  }

  private canChange(path: string): boolean {
    return this.canWrite && this.workspace?.files.info(path)?.read_only !== true;
  }

  private goTo(row: Row | undefined): void {
    if (!row) return;
    this.current = row.node.path;
    void this.updateComplete.then(() => this.focus());
  }
}

define('interview-file-tree', InterviewFileTree);

declare global {
  interface HTMLElementTagNameMap {
    'interview-file-tree': InterviewFileTree;
  }
}
