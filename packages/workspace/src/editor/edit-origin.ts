import type { EditOrigin } from '@interviewlm/protocol';

/** A paste shows in the editor at once or, where the editor asks its paste providers first, a moment later. */
const pasteWindowMs = 1500;

interface Change {
  readonly text: string;
}

/** Tells how an edit came about. Pasted text is known by what the paste event held, so a fast typist is never taken for one. */
export class EditOriginTracker {
  private pasted: { text: string; until: number } | undefined;
  private formatting = 0;

  constructor(
    surface: HTMLElement,
    private readonly onPaste: (chars: number) => void,
    signal: AbortSignal,
  ) {
    const take = (data: DataTransfer | null) => {
      const text = data?.getData('text/plain') ?? '';
      if (text === '') return;
      this.pasted = { text: squeezed(text), until: performance.now() + pasteWindowMs };
      this.onPaste(text.length);
    };
    surface.addEventListener('paste', (event) => take(event.clipboardData), { capture: true, signal });
    surface.addEventListener('drop', (event) => take(event.dataTransfer), { capture: true, signal });
  }

  /** Edits that `work` makes are the formatter's. */
  async format(work: () => Promise<unknown>): Promise<void> {
    this.formatting++;
    try {
      await work();
    } finally {
      this.formatting--;
    }
  }

  of(event: { isUndoing: boolean; isRedoing: boolean; changes: readonly Change[] }): EditOrigin {
    if (event.isUndoing || event.isRedoing) return 'undo';
    if (this.formatting > 0) return 'format';
    return this.isPaste(event.changes) ? 'paste' : 'typed';
  }

  /** The editor may indent what was pasted, or deal its lines out to several cursors: white space doesn't count. */
  private isPaste(changes: readonly Change[]): boolean {
    const { pasted } = this;
    if (!pasted || performance.now() > pasted.until) return false;
    const inserted = squeezed(changes.map(({ text }) => text).join(''));
    const isIt =
      changes.some(({ text }) => text !== '') &&
      (inserted === pasted.text || changes.every(({ text }) => squeezed(text) === pasted.text || pasted.text.includes(squeezed(text))));
    if (isIt) this.pasted = undefined;
    return isIt;
  }
}

const squeezed = (text: string) => text.replace(/\s+/g, '');
