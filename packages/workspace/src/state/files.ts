import type { Draft, Drafts } from '@interviewlm/client';
import type { EditOrigin, FileInfo, TextChange, WorkspaceOpening } from '@interviewlm/protocol';
import { changeBetween, openFile, unknownFile } from './document.js';
import type { OpenFile } from './document.js';
import { KeptDrafts } from './kept-drafts.js';
import { Observable } from './observable.js';
import type { Desktop } from './desktop.js';
import { Saver } from './saver.js';

type Work = NonNullable<WorkspaceOpening['work']>;

/** The text of an open file was replaced from elsewhere: the server's newer version, or a proposal that was accepted. */
export type ReplaceListener = (file: OpenFile) => void;

/** Where the candidate is in the file that is in front. */
export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What is selected; empty for a cursor. */
  readonly text: string;
}

/** The workspace's files: the tree as the server has it, and the files that are open. */
export class Files extends Observable {
  tree: readonly FileInfo[] = [];
  readonly open = new Map<string, OpenFile>();
  /** Open files in the order of their tabs. */
  tabs: readonly string[] = [];
  active: string | null = null;
  place: Place | null = null;
  private readonly replaceListeners = new Set<ReplaceListener>();
  private readonly savedListeners = new Set<(path: string, version: number) => void>();
  private readonly drafts: KeptDrafts;
  private readonly saver: Saver;

  constructor(
    private readonly desktop: Desktop,
    drafts: Drafts,
  ) {
    super();
    this.drafts = new KeptDrafts(desktop.interview, drafts);
    this.saver = new Saver(desktop, this.drafts, {
      open: this.open,
      confirmed: (info) => this.confirmed(info),
      changed: () => this.changed(),
    });
    desktop.connection.onBack(() => void this.saveAll());
    window.addEventListener('pagehide', () => this.keepDrafts(), { signal: desktop.signal });
    // At once, since a workspace that takes this one's place may keep newer text a moment later.
    desktop.signal.addEventListener('abort', () => this.keepDrafts());
  }

  /** Calls back with each version that the server confirmed. */
  onSaved(listener: (path: string, version: number) => void): void {
    this.savedListeners.add(listener);
  }

  onReplace(listener: ReplaceListener): () => void {
    this.replaceListeners.add(listener);
    return () => this.replaceListeners.delete(listener);
  }

  /** Shows what the work holds, restores what was unsaved, and opens the tabs that were open on this machine, or else those that the log tells of. */
  async load({ files, open, desk }: Work): Promise<void> {
    this.setTree(files);
    for (const file of open) if (!this.open.has(file.path)) this.open.set(file.path, openFile(file));
    await this.restoreDrafts();
    const { tabs, active } = this.desktop.memory.arrange(desk);
    const wanted = tabs.filter((path) => this.has(path));
    const front = active !== null && wanted.includes(active) ? active : wanted[0];
    this.tabs = wanted;
    if (front !== undefined) await this.show(front);
    this.changed();
    // The others are read ahead: a lost connection must not close a tab.
    void Promise.all(wanted.map((path) => this.ensureOpen(path))).catch(() => undefined);
  }

  has(path: string): boolean {
    return this.open.has(path) || this.tree.some((file) => file.path === path);
  }

  info(path: string): FileInfo | undefined {
    return this.tree.find((file) => file.path === path);
  }

  /** Brings a file to the front, loading it when it isn't open. */
  async show(path: string): Promise<void> {
    if (!(await this.ensureOpen(path))) return;
    if (!this.tabs.includes(path)) this.tabs = [...this.tabs, path];
    if (this.active !== path) this.desktop.record({ type: 'editor.open', data: { path } });
    this.active = path;
    this.remember();
  }

  close(path: string): void {
    const at = this.tabs.indexOf(path);
    if (at < 0) return;
    void this.save(path);
    this.desktop.record({ type: 'editor.close', data: { path } });
    this.tabs = this.tabs.filter((other) => other !== path);
    if (this.open.get(path)?.state === 'saved') this.open.delete(path);
    if (this.active === path) {
      const next = this.tabs[Math.min(at, this.tabs.length - 1)] ?? null;
      this.active = null;
      if (next !== null) return void this.show(next);
    }
    this.remember();
  }

  /** What the candidate (or what they accepted) changed. The text is kept on this machine at once and saved a moment later. */
  edit(path: string, text: string, changes: TextChange[], origin: EditOrigin): void {
    const file = this.open.get(path);
    if (!file || file.readOnly) return;
    file.text = text;
    if (changes.length > 0) this.desktop.record({ type: 'editor.edit', data: { path, version: file.version, changes, origin } });
    if (file.state !== 'conflict') this.saver.setState(file, 'dirty');
    this.drafts.keepSoon(file);
    this.saver.saveSoon(file);
  }

  /** Saves now; a save that is under way is followed by another when the text changed meanwhile. */
  save(path: string): Promise<void> {
    return this.saver.save(path);
  }

  async saveAll(): Promise<void> {
    await Promise.all([...this.open.keys()].map((path) => this.save(path)));
  }

  get unsaved(): readonly OpenFile[] {
    return [...this.open.values()].filter((file) => file.state !== 'saved');
  }

  /** Ends a conflict: ours over theirs, or theirs over ours. */
  async settle(path: string, keep: 'mine' | 'theirs'): Promise<void> {
    const file = this.open.get(path);
    if (file?.state !== 'conflict') return;
    const { rival } = file;
    delete file.rival;
    file.version = rival?.version ?? 0;
    file.saved = rival?.content ?? '';
    file.state = 'dirty';
    if (keep === 'mine') return this.save(path);
    if (!rival) {
      this.forget(path);
      return;
    }
    file.text = rival.content;
    this.announce(file);
    this.saver.setSaved(file);
  }

  async create(path: string): Promise<void> {
    const info = await this.desktop.call('writeFile', {
      params: { id: this.desktop.interview, path },
      body: { content: '' },
      headers: { 'If-Match': '0' },
    });
    this.setTree([...this.tree, info]);
    await this.show(path);
  }

  async move(from: string, to: string): Promise<void> {
    await this.saveAll();
    const { files } = await this.desktop.call('moveFile', { params: { id: this.desktop.interview }, body: { from, to } });
    const inside = (path: string) => path === from || path.startsWith(`${from}/`);
    const wasActive = this.active;
    const moved = this.tabs.filter(inside);
    this.tabs = this.tabs.map((path) => (inside(path) ? to + path.slice(from.length) : path));
    for (const path of [...this.open.keys()].filter(inside)) this.open.delete(path);
    this.setTree(files);
    await Promise.all(moved.map((path) => this.ensureOpen(to + path.slice(from.length))));
    if (wasActive !== null && inside(wasActive)) {
      this.active = null;
      await this.show(to + wasActive.slice(from.length));
    }
    this.remember();
  }

  async remove(path: string): Promise<void> {
    await this.desktop.call('deleteFile', { params: { id: this.desktop.interview, path } });
    const inside = (other: string) => other === path || other.startsWith(`${path}/`);
    this.setTree(this.tree.filter((file) => !inside(file.path)));
    for (const gone of [...this.open.keys()].filter(inside)) this.forget(gone);
  }

  /** Writes text that comes from a proposal, into the open file where there is one. */
  async accept(path: string, content: string): Promise<void> {
    if (!this.has(path)) await this.create(path);
    else await this.show(path);
    const file = this.open.get(path);
    if (!file) return;
    const change = changeBetween(file.text, content);
    if (!change) return;
    this.edit(path, content, [change], 'accept');
    this.announce(file);
    await this.save(path);
  }

  /** Reads the tree again: the terminal, the assistant and the tests may have changed files. */
  async refresh(): Promise<void> {
    const { files } = await this.desktop.call('listFiles', { params: { id: this.desktop.interview } });
    this.setTree(files);
    await Promise.all([...this.open.values()].map((file) => this.catchUp(file)));
  }

  /** Reads a file that isn't open, without a tab. False when there is none. */
  async ensureOpen(path: string): Promise<boolean> {
    if (this.open.has(path)) return true;
    if (!this.info(path)) return false;
    const file = await this.desktop.call('readFile', { params: { id: this.desktop.interview, path } });
    if (this.open.has(path)) return true;
    this.open.set(path, openFile(file));
    this.changed();
    return true;
  }

  /** A file that changed on the server is shown anew, unless there is something unsaved here: then saving it says so. */
  private async catchUp(file: OpenFile): Promise<void> {
    const info = this.info(file.path);
    if (!isSaved(file) || this.saver.isSaving(file.path)) return;
    if (!info) {
      if (file.version > 0) this.forget(file.path);
      return;
    }
    if (info.version <= file.version) return;
    const fresh = await this.desktop.call('readFile', { params: { id: this.desktop.interview, path: file.path } });
    // Typed or saved while this was under way: the next save settles it.
    if (!isSaved(file) || fresh.version <= file.version || fresh.encoding !== 'utf-8') return;
    file.version = fresh.version;
    file.saved = fresh.content;
    file.text = fresh.content;
    this.announce(file);
    this.changed();
  }

  private confirmed(info: FileInfo): void {
    for (const listener of this.savedListeners) listener(info.path, info.version);
    this.setTree([...this.tree.filter(({ path }) => path !== info.path), info]);
  }

  private announce(file: OpenFile): void {
    for (const listener of this.replaceListeners) listener(file);
  }

  private forget(path: string): void {
    this.saver.forget(path);
    this.drafts.drop(path);
    this.open.delete(path);
    this.tabs = this.tabs.filter((other) => other !== path);
    if (this.active === path) this.active = this.tabs[0] ?? null;
    this.remember();
  }

  private setTree(files: readonly FileInfo[]): void {
    this.tree = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    this.changed();
  }

  private keepDrafts(): void {
    for (const file of this.unsaved) this.drafts.keep(file);
  }

  private async restoreDrafts(): Promise<void> {
    for (const draft of await this.drafts.all()) await this.restore(draft);
  }

  private async restore(draft: Draft): Promise<void> {
    const known = await this.ensureOpen(draft.path);
    const file = this.open.get(draft.path) ?? unknownFile(draft.path);
    if (!known) this.open.set(draft.path, file);
    if (file.readOnly || file.saved === draft.content) {
      this.drafts.drop(draft.path);
      return;
    }
    file.text = draft.content;
    if (draft.base_version === file.version || !known) {
      file.state = 'dirty';
      void this.save(draft.path);
    } else {
      file.state = 'conflict';
      file.rival = { version: file.version, content: file.saved };
    }
  }

  private remember(): void {
    this.desktop.memory.update({ tabs: [...this.tabs], active: this.active });
    this.changed();
  }
}

const isSaved = ({ state }: OpenFile): boolean => state === 'saved';
