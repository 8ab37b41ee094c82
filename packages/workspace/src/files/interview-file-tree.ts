import { html, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import { pathProblem } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, fieldStyles, icon, scrollStyles } from '@interviewlm/ui';
import type { Dialog } from '@interviewlm/ui';
import { Part } from '../part.js';
import { inWords } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';
import { fileTreeStyles } from './file-tree-styles.js';
import { rowsOf, treeOf } from './tree.js';
import type { Row } from './tree.js';

/** What is being named: a new file in a folder, or a file or folder that gets another name. */
type Naming = { readonly kind: 'create'; readonly folder: string } | { readonly kind: 'rename'; readonly path: string };

/**
 * `<interview-file-tree>`: the workspace's files as an ARIA tree. Arrows move and open folders, Enter opens a file, F2 renames,
 * Delete deletes, Control Alt N makes a new file, a letter jumps to the next name that starts with it.
 */
export class InterviewFileTree extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, fieldStyles, scrollStyles, fileTreeStyles];

  @state() private closed: ReadonlySet<string> = new Set();
  @state() private current: string | null = null;
  @state() private naming: Naming | null = null;
  @state() private problem = '';
  @state() private doomed: string | null = null;
  @query('ilm-dialog') private dialog!: Dialog;

  protected override observes({ files, session }: Workspace) {
    return [files, session];
  }

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
        <h2>Files</h2>
        <button class="icon-button" aria-label="New file" title="New file" ?disabled=${!this.canWrite} @click=${() => this.startCreate()}>
          ${icon('plus')}
        </button>
      </div>
      ${this.naming?.kind === 'create' ? this.renderName('', `${this.naming.folder ? `In ${this.naming.folder}: ` : ''}name`) : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="tree scroll" role="tree" aria-label="Files">${rows.map((row) => this.renderRow(row, row.node.path === focusable))}</div>
      ${this.renderDialog()}
    `;
  }

  private renderRow({ node, level, position, siblings, isOpen }: Row, isFocusable: boolean) {
    if (this.naming?.kind === 'rename' && this.naming.path === node.path)
      return this.renderName(node.name, `New name of ${node.name}`, level);
    const { files } = this.workspace ?? {};
    const isFolder = node.kind === 'folder';
    const isLocked = node.kind === 'file' && node.info.read_only;
    const draft = files?.open.get(node.path);
    return html`<div
      class="row ${files?.active === node.path ? 'active' : ''}"
      style="--level: ${level}"
      role="treeitem"
      tabindex=${isFocusable ? 0 : -1}
      data-path=${node.path}
      aria-level=${level}
      aria-posinset=${position}
      aria-setsize=${siblings}
      aria-selected=${files?.active === node.path}
      aria-expanded=${isFolder ? isOpen : nothing}
      aria-label="${node.name}${isLocked ? ', read-only' : ''}${draft && draft.state !== 'saved' ? ', not saved yet' : ''}"
      @click=${() => this.activate(node.path)}
      @keydown=${this.onKey}
      @focus=${() => (this.current = node.path)}
    >
      ${isFolder ? html`<span class="twist ${isOpen ? 'open' : ''}">${icon('chevron')}</span>` : nothing}
      <span class="kind">${icon(isFolder ? (isOpen ? 'folder-open' : 'folder') : isLocked ? 'lock' : 'file')}</span>
      <span class="name">${node.name}</span>
      ${draft && draft.state !== 'saved' ? html`<span class="dot"></span>` : nothing}
      ${
        !isLocked && this.canWrite
          ? html`<span class="actions">
              <button
                class="icon-button"
                tabindex="-1"
                aria-label="Rename ${node.name}"
                title="Rename (F2)"
                @click=${(event: Event) => this.onRename(event, node.path)}
              >
                ${icon('edit')}
              </button>
              <button
                class="icon-button"
                tabindex="-1"
                aria-label="Delete ${node.name}"
                title="Delete"
                @click=${(event: Event) => this.onDelete(event, node.path)}
              >
                ${icon('trash')}
              </button>
            </span>`
          : nothing
      }
    </div>`;
  }

  private renderName(value: string, label: string, level = 1) {
    return html`<div class="naming" style="--level: ${level}">
      <input
        class="field"
        .value=${value}
        aria-label=${label}
        placeholder="name.ext or folder/name.ext"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        @keydown=${this.onNameKey}
        @blur=${() => (this.naming = null)}
      />
    </div>`;
  }

  private renderDialog() {
    return html`<ilm-dialog heading="Delete ${this.doomed?.split('/').at(-1) ?? ''}?" @close=${() => (this.doomed = null)}>
      ${this.doomed} is removed from your workspace. What it held stays in the recording.
      <div slot="actions">
        <button class="button" @click=${() => this.dialog.close()}>Keep it</button>
        <button class="button danger" @click=${() => void this.deleteDoomed()}>Delete</button>
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
    const folder = at?.kind === 'folder' ? at.path : (at?.path.split('/').slice(0, -1).join('/') ?? '');
    this.startNaming({ kind: 'create', folder });
  }

  private startNaming(naming: Naming): void {
    this.problem = '';
    this.naming = naming;
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector('input');
      input?.focus();
      if (!input) return;
      // The name without its ending: that is what most people mean to change.
      const dot = input.value.lastIndexOf('.');
      input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
    });
  }

  private onRename(event: Event, path: string): void {
    event.stopPropagation();
    this.startNaming({ kind: 'rename', path });
  }

  private onDelete(event: Event | undefined, path: string): void {
    event?.stopPropagation();
    this.doomed = path;
    void this.updateComplete.then(() => this.dialog.show());
  }

  private async deleteDoomed(): Promise<void> {
    const path = this.doomed;
    this.dialog.close();
    if (path !== null) await this.attempt(async () => this.workspace?.files.remove(path));
  }

  private readonly onNameKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const { naming } = this;
    if (event.key === 'Escape') {
      this.naming = null;
      void this.updateComplete.then(() => this.focus());
    }
    if (event.key !== 'Enter' || !naming) return;
    const name = (event.target as HTMLInputElement).value.trim();
    const folder = naming.kind === 'create' ? naming.folder : naming.path.split('/').slice(0, -1).join('/');
    void this.name(naming, folder ? `${folder}/${name}` : name);
  };

  private async name(naming: Naming, path: string): Promise<void> {
    const problem = pathProblem(path);
    if (problem) {
      this.problem = `A name ${problem}.`;
      return;
    }
    this.naming = null;
    if (naming.kind === 'rename' && naming.path === path) return;
    await this.attempt(async () =>
      naming.kind === 'create' ? this.workspace?.files.create(path) : this.workspace?.files.move(naming.path, path),
    );
    this.current = path;
    await this.updateComplete;
    this.focus();
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem = inWords(error);
    }
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { rows } = this;
    const at = rows.findIndex(({ node }) => node.path === this.current);
    const row = rows[at];
    if (!row) return;
    if (!this.act(event, row, rows, at)) return;
    event.preventDefault();
  };

  /** True when the key was one of ours. */
  private act(event: KeyboardEvent, { node, isOpen, level }: Row, rows: readonly Row[], at: number): boolean {
    switch (event.key) {
      case 'ArrowDown':
        return this.moveTo(rows[at + 1]);
      case 'ArrowUp':
        return this.moveTo(rows[at - 1]);
      case 'Home':
        return this.moveTo(rows[0]);
      case 'End':
        return this.moveTo(rows.at(-1));
      case 'ArrowRight':
        if (node.kind !== 'folder') return true;
        if (isOpen) return this.moveTo(rows[at + 1]);
        this.setOpen(node.path, true);
        return true;
      case 'ArrowLeft':
        if (isOpen) this.setOpen(node.path, false);
        else return this.moveTo(rows.slice(0, at).findLast((row) => row.level < level));
        return true;
      case 'Enter':
      case ' ':
        this.activate(node.path);
        return true;
      case 'F2':
        if (this.canChange(node.path)) this.startNaming({ kind: 'rename', path: node.path });
        return true;
      case 'Delete':
        if (this.canChange(node.path)) this.onDelete(undefined, node.path);
        return true;
      default:
        return this.actOnLetter(event, rows, at);
    }
  }

  private actOnLetter(event: KeyboardEvent, rows: readonly Row[], at: number): boolean {
    if (event.ctrlKey && event.altKey && event.key.toLowerCase() === 'n') {
      if (this.canWrite) this.startCreate();
      return true;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const round = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
    return this.moveTo(round.find(({ node }) => node.name.toLowerCase().startsWith(event.key.toLowerCase())));
  }

  private canChange(path: string): boolean {
    return this.canWrite && this.workspace?.files.info(path)?.read_only !== true;
  }

  private moveTo(row: Row | undefined): boolean {
    if (!row) return true;
    this.current = row.node.path;
    void this.updateComplete.then(() => this.focus());
    return true;
  }
}

define('interview-file-tree', InterviewFileTree);

declare global {
  interface HTMLElementTagNameMap {
    'interview-file-tree': InterviewFileTree;
  }
}
