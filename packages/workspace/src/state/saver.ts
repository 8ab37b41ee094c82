import { ProblemError, isTemporary } from '@interviewlm/client';
import type { FileInfo } from '@interviewlm/protocol';
import type { Desktop } from './desktop.js';
import { rivalOf } from './document.js';
import type { OpenFile } from './document.js';
import type { KeptDrafts } from './kept-drafts.js';
import { inWords } from './words.js';

const autosaveMs = 600;
/** Who types without a pause is saved all the same. */
const longestUnsavedMs = 5000;
/** After this a busy server is asked again. */
const retryMs = 3000;

/** The files that are saved, and who is told what became of them. */
interface Shelf {
  readonly open: ReadonlyMap<string, OpenFile>;
  /** The server has this version now. */
  confirmed(info: FileInfo): void;
  changed(): void;
}

/** Brings what is typed to the server: after a pause, one save of a file at a time, and says where that is refused. */
export class Saver {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly saves = new Map<string, Promise<void>>();

  constructor(
    private readonly desktop: Desktop,
    private readonly drafts: KeptDrafts,
    private readonly shelf: Shelf,
  ) {
    // What a closed workspace still has is in its drafts, and whoever opens the interview next saves them.
    desktop.signal.addEventListener('abort', () => [...this.timers.keys()].forEach((path) => this.forget(path)));
  }

  isSaving(path: string): boolean {
    return this.saves.has(path);
  }

  /** After a pause in the typing, or after what is left of the longest time that text may stay unsaved. */
  saveSoon(file: OpenFile): void {
    file.unsavedSince ??= performance.now();
    this.later(file.path, Math.max(0, Math.min(autosaveMs, file.unsavedSince + longestUnsavedMs - performance.now())));
  }

  /** Saves now; a save that is under way is followed by another when the text changed meanwhile. */
  async save(path: string): Promise<void> {
    this.forget(path);
    const running = this.saves.get(path);
    if (running) await running;
    const file = this.shelf.open.get(path);
    if (!file || file.readOnly || file.state === 'conflict' || (file.text === file.saved && file.version > 0)) return;
    if (this.saves.has(path)) return this.save(path);
    const save = this.put(file).finally(() => this.saves.delete(path));
    this.saves.set(path, save);
    await save;
  }

  /** A save that waits for its time is not made. */
  forget(path: string): void {
    clearTimeout(this.timers.get(path));
    this.timers.delete(path);
  }

  setState(file: OpenFile, state: OpenFile['state']): void {
    if (state !== 'failed') delete file.problem;
    if (file.state === state) return;
    file.state = state;
    this.shelf.changed();
  }

  setSaved(file: OpenFile): void {
    this.drafts.drop(file.path);
    this.setState(file, 'saved');
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
      this.shelf.confirmed(info);
      if (file.text === content) this.setSaved(file);
      else this.edited(file);
    } catch (error) {
      this.onFailed(file, error);
    }
  }

  private edited(file: OpenFile): void {
    this.setState(file, 'dirty');
    this.later(file.path, autosaveMs);
  }

  private onFailed(file: OpenFile, error: unknown): void {
    if (this.desktop.signal.aborted) return;
    this.drafts.keep(file);
    if (error instanceof ProblemError && error.code === 'version_conflict') {
      file.rival = rivalOf(error.problem);
      return this.setState(file, 'conflict');
    }
    file.problem = () => inWords(error);
    this.setState(file, 'failed');
    // A lost connection saves everything when it is back; a busy server is asked again.
    if (isTemporary(error)) this.later(file.path, retryMs);
  }

  private later(path: string, ms: number): void {
    clearTimeout(this.timers.get(path));
    this.timers.set(
      path,
      setTimeout(() => void this.save(path), ms),
    );
  }
}
