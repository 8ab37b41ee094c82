import type { LitElement } from 'lit';
import { msg, str } from '@interviewlm/ui';
import { nameField } from './file-row.js';
import { folderOf, inFolder } from './tree.js';

/** What is being named: a new file in a folder, or a file or folder that gets another name. */
export type Naming = { readonly kind: 'create'; readonly folder: string } | { readonly kind: 'rename'; readonly path: string };

/** The field that asks for a name: where it stands, and what it is for. Escape and leaving it end it, Enter gives the whole path. */
export class TreeNaming {
  now: Naming | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly named: (naming: Naming, path: string) => void,
  ) {}

  begin(naming: Naming): void {
    this.set(naming);
    void this.host.updateComplete.then(() => this.select());
  }

  end(): void {
    this.set(null);
  }

  isRenaming(path: string): boolean {
    return this.now?.kind === 'rename' && this.now.path === path;
  }

  field(value: string, label: string, level = 1) {
    return nameField({ value, label, level }, this.onKey, () => this.end());
  }

  /** The name without its ending: that is what most people mean to change. */
  private select(): void {
    const input = this.host.renderRoot.querySelector('input');
    if (!input) return;
    input.focus();
    const dot = input.value.lastIndexOf('.');
    input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
  }

  private set(naming: Naming | null): void {
    this.now = naming;
    this.host.requestUpdate();
  }

  private readonly onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const { now } = this;
    if (event.key === 'Escape') {
      this.end();
      void this.host.updateComplete.then(() => this.host.focus());
    }
    if (event.key !== 'Enter' || !now) return;
    const name = (event.target as HTMLInputElement).value.trim();
    this.named(now, inFolder(now.kind === 'create' ? now.folder : folderOf(now.path), name));
  };
}

export const newNameLabel = (folder: string) => (folder ? msg(str`Name of the new file in ${folder}`) : msg('Name of the new file'));
