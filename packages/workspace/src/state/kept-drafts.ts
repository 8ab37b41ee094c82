import type { Draft, Drafts } from '@interviewlm/client';
import type { OpenFile } from './document.js';

const draftMs = 150;

/** Text that the server doesn't have yet, kept on this machine. Without storage it is only on the screen, which is where it was. */
export class KeptDrafts {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly interview: string,
    private readonly drafts: Drafts,
  ) {}

  all(): Promise<readonly Draft[]> {
    return this.drafts.all(this.interview).catch(() => []);
  }

  /** Not put off by the next key: a page that is killed in mid-typing has lost no more than a moment. */
  keepSoon(file: OpenFile): void {
    if (this.timers.has(file.path)) return;
    this.timers.set(
      file.path,
      setTimeout(() => this.keep(file), draftMs),
    );
  }

  keep({ path, text, version }: OpenFile): void {
    this.forget(path);
    const draft: Draft = { interview: this.interview, path, content: text, base_version: version, at: Date.now() };
    void this.drafts.put(draft).catch(() => undefined);
  }

  drop(path: string): void {
    this.forget(path);
    void this.drafts.remove(this.interview, path).catch(() => undefined);
  }

  private forget(path: string): void {
    clearTimeout(this.timers.get(path));
    this.timers.delete(path);
  }
}
