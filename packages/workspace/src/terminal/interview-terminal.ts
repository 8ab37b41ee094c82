import { html, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import { BaseElement, arrowStep, buttonStyles, define, fieldStyles, icon, msg, str } from '@interviewlm/ui';
import type { Menu, MenuItem } from '@interviewlm/ui';
import '@interviewlm/ui/menu.js';
import { Part } from '../part.js';
import { keep, kept } from '../state/kept.js';
import type { Workspace } from '../state/workspace.js';
import './shell.js';
import type { TerminalShell } from './shell.js';
import { terminalStyles } from './terminal-styles.js';

/** As many as the server has for an interview. */
const shellsAtMost = 4;

/**
 * `<interview-terminal>`: up to four shells in the interview's sandbox. Control Shift F finds text on the screen and above it, Control
 * Shift C copies, Control Shift V pastes, F6 leaves for the next pane.
 */
export class InterviewTerminal extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, fieldStyles, terminalStyles];

  @state() private count = 1;
  @state() private current = 0;
  @state() private isFinding = false;
  @state() private forScreenReaders = true;
  @state() private said = '';
  @query('ilm-shell:not([hidden])') private readonly shell!: TerminalShell | null;
  @query('.find input') private readonly input!: HTMLInputElement | null;
  @query('ilm-menu') private menu!: Menu;

  protected override observes({ session }: Workspace) {
    return [session];
  }

  protected override attached(workspace: Workspace): void {
    const known = kept<{ count: number; plain: boolean }>(keyOf(workspace));
    this.count = Math.min(shellsAtMost, Math.max(1, Math.trunc(known?.count ?? 1) || 1));
    this.forScreenReaders = known?.plain !== true;
  }

  /** Puts the focus on the shell that is shown. */
  override focus(): void {
    this.shell?.focus();
  }

  override render() {
    const numbers = Array.from({ length: this.count }, (_, number) => number);
    return html`
      ${this.renderBar(numbers)}
      ${numbers.map(
        (number) =>
          html`<ilm-shell
            .number=${number}
            .workspace=${this.workspace}
            .forScreenReaders=${this.forScreenReaders}
            ?hidden=${number !== this.current}
            @terminal-find=${this.startFind}
          ></ilm-shell>`,
      )}
      <ilm-menu label=${msg('Terminal')}></ilm-menu>
    `;
  }

  private renderBar(numbers: readonly number[]) {
    return html`<div class="bar">
      <div class="shells" role="tablist" aria-label=${msg('Terminals')} @keydown=${this.onTabsKey}>
        ${numbers.map(
          (number) =>
            html`<button
              role="tab"
              aria-selected=${number === this.current}
              aria-label=${msg(str`Terminal ${number + 1}`)}
              tabindex=${number === this.current ? 0 : -1}
              @click=${() => this.choose(number)}
            >
              ${number + 1}
            </button>`,
        )}
      </div>
      ${this.isFinding ? this.renderFind() : nothing}
      <span class="sr-only" role="status">${this.said}</span>
      <button
        class="icon-button"
        aria-label=${msg('New terminal')}
        title=${msg('New terminal')}
        ?disabled=${this.count >= shellsAtMost}
        @click=${() => this.add()}
      >
        ${icon('plus')}
      </button>
      <button class="icon-button" aria-label=${msg('Find in the terminal')} title=${msg('Find (Ctrl+Shift+F)')} @click=${this.startFind}>
        ${icon('search')}
      </button>
      <button
        class="icon-button"
        aria-label=${msg('More for the terminal')}
        aria-haspopup="menu"
        title=${msg('More')}
        @click=${this.openMenu}
      >
        ${icon('more')}
      </button>
    </div>`;
  }

  private renderFind() {
    return html`<div class="find" role="search">
      <input class="field" aria-label=${msg('Find in the terminal')} spellcheck="false" @keydown=${this.onFindKey} />
      <span>${this.said}</span>
      <button
        class="icon-button up"
        aria-label=${msg('Previous match')}
        title=${msg('Previous (Shift+Enter)')}
        @click=${() => this.find('previous')}
      >
        ${icon('chevron')}
      </button>
      <button class="icon-button down" aria-label=${msg('Next match')} title=${msg('Next (Enter)')} @click=${() => this.find('next')}>
        ${icon('chevron')}
      </button>
      <button class="icon-button" aria-label=${msg('Close the search')} title=${msg('Close (Escape)')} @click=${() => this.endFind()}>
        ${icon('close')}
      </button>
    </div>`;
  }

  private choose(number: number): void {
    this.current = number;
    void this.updateComplete.then(() => this.focus());
  }

  private add(): void {
    this.count++;
    this.remember();
    this.choose(this.count - 1);
  }

  private remember(): void {
    if (this.workspace) keep(keyOf(this.workspace), { count: this.count, plain: !this.forScreenReaders });
  }

  private readonly startFind = () => {
    this.isFinding = true;
    this.said = '';
    void this.updateComplete.then(() => this.input?.select());
  };

  private endFind(): void {
    this.isFinding = false;
    this.said = '';
    this.focus();
  }

  private find(direction: 'next' | 'previous'): void {
    const text = this.input?.value ?? '';
    if (text === '') return;
    this.said = this.shell?.find(text, direction) ? msg('Found') : msg('Not found');
  }

  private readonly openMenu = ({ currentTarget }: Event) => {
    const box = (currentTarget as HTMLElement).getBoundingClientRect();
    this.menu.items = this.menuItems();
    void this.menu.showAt(box.right, box.bottom);
  };

  private menuItems(): MenuItem[] {
    return [
      { label: msg('Copy what is selected'), icon: 'copy', keys: 'Ctrl+Shift+C', run: () => void this.copy() },
      { label: msg('Clear the screen'), icon: 'trash', run: () => this.shell?.clear() },
      {
        label: this.forScreenReaders ? msg('Turn screen reader mode off') : msg('Turn screen reader mode on'),
        icon: 'info',
        run: () => {
          this.forScreenReaders = !this.forScreenReaders;
          this.said = this.forScreenReaders ? msg('Screen reader mode is on') : msg('Screen reader mode is off');
          this.remember();
        },
      },
    ];
  }

  private async copy(): Promise<void> {
    const chars = (await this.shell?.copy()) ?? 0;
    this.said = chars > 0 ? msg('Copied') : msg('Nothing was copied');
  }

  private readonly onFindKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') this.find(event.shiftKey ? 'previous' : 'next');
    else if (event.key === 'Escape') this.endFind();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly onTabsKey = (event: KeyboardEvent) => {
    const step = arrowStep(event);
    if (step === 0) return;
    event.preventDefault();
    this.current = (this.current + step + this.count) % this.count;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus());
  };
}

const keyOf = ({ interview }: Workspace) => `interviewlm.terminals.${interview}`;

define('interview-terminal', InterviewTerminal);

declare global {
  interface HTMLElementTagNameMap {
    'interview-terminal': InterviewTerminal;
  }
}
