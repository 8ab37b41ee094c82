import { msg } from '@interviewlm/ui';
import type { Monaco } from '@interviewlm/ui';
import type { editor as MonacoEditor } from 'monaco-editor';

type Library = Awaited<ReturnType<Monaco['loadVim']>>;
type Adapter = InstanceType<Library['VimMode']>;

export type VimMode = 'normal' | 'insert' | 'visual' | 'replace';
const modes: readonly string[] = ['normal', 'insert', 'visual', 'replace'] satisfies VimMode[];

/** What the library keeps of what was deleted and yanked. Its types leave it out. */
interface Registers {
  readonly Vim: { getRegisterController(): { readonly registers: Record<string, { toString(): string }> } };
}

/** Vim's keys over one editor, while they are wanted. */
export class VimKeys {
  private isWanted = false;
  private library: Library | undefined;
  private adapter: Adapter | undefined;
  private line: HTMLElement | undefined;
  private mode: VimMode | null = null;

  constructor(
    private readonly monaco: Monaco,
    private readonly editor: MonacoEditor.IStandaloneCodeEditor,
    private readonly container: HTMLElement,
    private readonly onMode: (mode: VimMode | null) => void,
  ) {}

  /** Takes them on or off. The usual keys stay where Vim's can't be loaded. */
  want(isWanted: boolean): void {
    if (this.isWanted === isWanted) return;
    this.isWanted = isWanted;
    if (isWanted) void this.attach().catch(() => (this.isWanted = false));
    else this.dispose();
  }

  /** Whether an edit puts back what was yanked or deleted before, rather than being typed. */
  isPut(changes: readonly { readonly text: string }[]): boolean {
    const { library, mode } = this;
    const [change] = changes;
    if (!library || !change || mode === null || mode === 'insert' || change.text.trim().length < 2) return false;
    const { registers } = (library.VimMode as unknown as Registers).Vim.getRegisterController();
    // Those named by a letter, a digit or a quotation mark hold text; the others hold what was typed last, searched for or commanded.
    return Object.entries(registers).some(([name, held]) => /^[\w"]$/.test(name) && held.toString().trim() === change.text.trim());
  }

  dispose(): void {
    this.isWanted = false;
    this.adapter?.dispose();
    this.adapter = undefined;
    this.line?.remove();
    if (this.mode !== null) this.tell(null);
  }

  private async attach(): Promise<void> {
    const library = await this.monaco.loadVim();
    if (!this.isWanted || this.adapter) return;
    this.library = library;
    this.line = Object.assign(document.createElement('div'), { className: 'vim' });
    this.container.append(this.line);
    const adapter = new library.VimMode(this.editor);
    adapter.on('vim-mode-change', ({ mode }: { mode: string }) => modes.includes(mode) && this.tell(mode as VimMode));
    adapter.setStatusBar(this.statusBar(library, this.line));
    adapter.attach();
    this.adapter = adapter;
  }

  /** Where commands and searches are typed: the library's own, with a name for screen readers. */
  private statusBar(library: Library, line: HTMLElement): InstanceType<Library['StatusBar']> {
    class NamedStatusBar extends library.StatusBar {
      override setSec(...all: Parameters<InstanceType<Library['StatusBar']>['setSec']>) {
        const close = super.setSec(...all);
        line.querySelector('input')?.setAttribute('aria-label', msg('Vim command'));
        return close;
      }
    }
    const bar = new NamedStatusBar(line, this.editor);
    bar.toggleVisibility(true);
    line.querySelector('.vim-notification')?.setAttribute('role', 'status');
    return bar;
  }

  private tell(mode: VimMode | null): void {
    this.mode = mode;
    this.onMode(mode);
  }
}
