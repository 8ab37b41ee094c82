import { ProblemError, isTemporary } from '@interviewlm/client';
import type { Draft, Drafts } from '@interviewlm/client';
import type { EditOrigin, File, FileInfo, TextChange, WorkspaceOpening } from '@interviewlm/protocol';
import { str, plural } from '@interviewlm/ui';
import { changeBetween, openFile } from './document.js';
import type { OpenFile, Rival } from './document.js';
import { Observable } from './observable.js';
import type { Desktop } from './desktop.js';
import { inWords } from './words.js';

const autosaveMs = 600;
/** Who types without a pause is saved all the same. */
const longestUnsavedMs = 5000;
const draftMs = 150;

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
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly draftTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly saves = new Map<string, Promise<void>>();
  private readonly replaceListeners = new Set<ReplaceListener>();
  private readonly savedListeners = new Set<(path: string, version: number) => void>();

  constructor(
    private readonly desktop: Desktop,
    private readonly drafts: Drafts,
  ) {
    super();
    desktop.connection.onBack(() => void this.saveAll());
    window.addEventListener('pagehide', () => this.keepDrafts(), { signal: desktop.signal });
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
    for (const file of open) if (!this.open.has(file.path)) this.open.set(file.path, asOpen(file));
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
    if (file.state !== 'conflict') this.setState(file, 'dirty');
    this.keepSoon(file);
    this.later(this.timers, path, this.pauseBefore(file), () => void this.save(path));
  }

  /** Not put off by the next key: a page that is killed in mid-typing has lost no more than a moment. */
  private keepSoon(file: OpenFile): void {
    if (this.draftTimers.has(file.path)) return;
    const keep = () => {
      this.draftTimers.delete(file.path);
      this.keepDraft(file);
    };
    this.draftTimers.set(file.path, setTimeout(keep, draftMs));
  }

  /** A pause in the typing, or what is left of the longest time that text may stay unsaved. */
  private pauseBefore(file: OpenFile): number {
    file.unsavedSince ??= performance.now();
    return Math.max(0, Math.min(autosaveMs, file.unsavedSince + longestUnsavedMs - performance.now()));
  }

  /** Saves now; a save that is under way is followed by another when the text changed meanwhile. */
  async save(path: string): Promise<void> {
    clearTimeout(this.timers.get(path));
    this.timers.delete(path);
    const running = this.saves.get(path);
    if (running) await running;
    const file = this.open.get(path);
    if (!file || file.readOnly || file.state === 'conflict' || (file.text === file.saved && file.version > 0)) return;
    if (this.saves.has(path)) return this.save(path);
    const save = this.put(file).finally(() => this.saves.delete(path));
    this.saves.set(path, save);
    await save;
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
    this.setSaved(file);
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
    this.open.set(path, asOpen(file));
    this.changed();
    return true;
  }

  /** A file that changed on the server is shown anew, unless there is something unsaved here: then saving it says so. */
  private async catchUp(file: OpenFile): Promise<void> {
    const info = this.info(file.path);
    if (!isSaved(file) || this.saves.has(file.path)) return;
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

  private async put(file: OpenFile): Promise<void> {
    const content = file.text;
    delete file.unsavedSince;
    this.setState(file, 'saving');
    try {
      // The keys that made this text reach the log before the text does.
      await this.desktop.flushRecording();
      const info = await this.desktop.call('writeFile', {
        params: { id: this.desktop.interview, path: file.path },
        body: { content },
        headers: { 'If-Match': String(file.version) },
      });
      file.version = info.version;
      file.saved = content;
      for (const listener of this.savedListeners) listener(file.path, info.version);
      this.setTree([...this.tree.filter(({ path }) => path !== info.path), info]);
      if (file.text === content) this.setSaved(file);
      else this.edited(file);
    } catch (error) {
      this.onSaveFailed(file, error);
    }
  }

  private edited(file: OpenFile): void {
    this.setState(file, 'dirty');
    this.later(this.timers, file.path, autosaveMs, () => void this.save(file.path));
  }

  private onSaveFailed(file: OpenFile, error: unknown): void {
    if (this.desktop.signal.aborted) return;
    if (error instanceof ProblemError && error.code === 'version_conflict') {
      file.rival = rivalOf(error);
      this.keepDraft(file);
      return this.setState(file, 'conflict');
    }
    file.problem = inWords(error);
    this.keepDraft(file);
    this.setState(file, 'failed');
    // A lost connection saves everything when it is back; a busy server is asked again.
    if (isTemporary(error)) this.later(this.timers, file.path, 3000, () => void this.save(file.path));
  }

  private setSaved(file: OpenFile): void {
    clearTimeout(this.draftTimers.get(file.path));
    this.draftTimers.delete(file.path);
    void this.drafts.remove(this.desktop.interview, file.path).catch(() => undefined);
    this.setState(file, 'saved');
  }

  private setState(file: OpenFile, state: OpenFile['state']): void {
    if (state !== 'failed') delete file.problem;
    if (file.state === state) return;
    file.state = state;
    this.changed();
  }

  private announce(file: OpenFile): void {
    for (const listener of this.replaceListeners) listener(file);
  }

  private forget(path: string): void {
    clearTimeout(this.timers.get(path));
    clearTimeout(this.draftTimers.get(path));
    this.draftTimers.delete(path);
    this.open.delete(path);
    void this.drafts.remove(this.desktop.interview, path).catch(() => undefined);
    this.tabs = this.tabs.filter((other) => other !== path);
    if (this.active === path) this.active = this.tabs[0] ?? null;
    this.remember();
  }

  private setTree(files: readonly FileInfo[]): void {
    this.tree = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    this.changed();
  }

  private keepDrafts(): void {
    for (const file of this.unsaved) this.keepDraft(file);
  }

  private keepDraft({ path, text, version }: OpenFile): void {
    const draft: Draft = { interview: this.desktop.interview, path, content: text, base_version: version, at: Date.now() };
    // Without storage the text is only on the screen, which is where it was.
    void this.drafts.put(draft).catch(() => undefined);
  }

  private async restoreDrafts(): Promise<void> {
    const drafts = await this.drafts.all(this.desktop.interview).catch(() => []);
    for (const draft of drafts) await this.restore(draft);
  }

  private async restore(draft: Draft): Promise<void> {
    const known = await this.ensureOpen(draft.path);
    const file = this.open.get(draft.path) ?? {
      path: draft.path,
      text: '',
      saved: '',
      version: 0,
      readOnly: false,
      state: 'saved' as const,
    };
    if (!known) this.open.set(draft.path, file);
    if (file.readOnly || file.saved === draft.content) return void this.drafts.remove(this.desktop.interview, draft.path);
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

  private later(timers: Map<string, ReturnType<typeof setTimeout>>, path: string, ms: number, run: () => void): void {
    clearTimeout(timers.get(path));
    timers.set(path, setTimeout(run, ms));
  }
}

const isSaved = ({ state }: OpenFile): boolean => state === 'saved';

/** What is not text is only told of: an editor would spoil it. */
function asOpen(file: File): OpenFile {
  const isText = file.encoding === 'utf-8';
  return openFile({ ...file, read_only: file.read_only || !isText }, isText ? file.content : binaryNote(file.size));
}

const binaryNote = (size: number) =>
  plural(
    size,
    str`This file is not text (${size} byte). It can be used in the terminal.`,
    str`This file is not text (${size} bytes). It can be used in the terminal.`,
  );

function rivalOf({ problem }: ProblemError): Rival | null {
  const { current } = problem;
  if (typeof current !== 'object' || current === null) return null;
  const { version, content } = current as { version?: unknown; content?: unknown };
  return typeof version === 'number' && typeof content === 'string' ? { version, content } : null;
}
