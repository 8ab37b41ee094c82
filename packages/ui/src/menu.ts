import { css, html, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';
import { BaseElement, define } from './base-element.js';
import { runsLeft } from './direction.js';
import { icon, iconStyles } from './icons.js';
import type { IconName } from './icons.js';
import { keyText } from './key-text.js';
import { TypeAhead, isLetter } from './type-ahead.js';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** The key that does the same without the menu, such as `Ctrl+Alt+N`. */
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Of what is switched on and off here: the menu stays open. */
  readonly checked?: boolean;
  /** Of several that only one is checked of, which stand together. */
  readonly isOneOf?: boolean;
  readonly run: () => void;
}

/**
 * A context menu by the ARIA menu pattern, above everything else on the page: arrows, Home, End and letters move, Enter chooses, Escape
 * and Tab close. Focus returns to where it was before the chosen item runs.
 */
export class Menu extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    iconStyles,
    css`
      :host {
        display: contents;
      }
      [role='menu'] {
        position: fixed;
        inset: auto;
        min-width: 190px;
        max-width: calc(100vw - 16px);
        max-height: calc(100vh - 16px);
        margin: 0;
        padding: var(--_space-1);
        overflow: auto;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_surface);
        color: var(--_text);
        box-shadow: var(--_lift);
      }
      button {
        display: flex;
        align-items: center;
        gap: var(--_space-2);
        width: 100%;
        min-height: 30px;
        padding: 0 var(--_space-2);
        border: 0;
        border-radius: var(--_radius-s);
        background: none;
        color: inherit;
        font: 400 var(--_size-s) / 1.2 var(--_font);
        text-align: start;
        cursor: pointer;
      }
      button:hover,
      button:focus {
        background: var(--_hover);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      button:disabled {
        color: var(--_faint);
        cursor: not-allowed;
      }
      .danger {
        color: var(--_danger);
      }
      .label {
        flex: 1;
      }
      .mark {
        display: grid;
        width: 16px;
        color: var(--_accent);
      }
      kbd {
        color: var(--_faint);
        font: 400 var(--_size-xs) / 1 var(--_font);
      }
    `,
  ];

  @property({ attribute: false }) items: readonly MenuItem[] = [];
  /** What the menu is of, for those who can't see where it opened. */
  @property() label = '';
  @query('[role=menu]') private readonly menu!: HTMLElement | null;
  private readonly typeAhead = new TypeAhead();
  private opener: HTMLElement | null = null;

  /** Opens at a point of the window, in pixels, on the side where reading goes, moved as far as it takes to be whole. */
  async showAt(x: number, y: number): Promise<void> {
    await this.updateComplete;
    const { menu } = this;
    if (!menu) return;
    this.opener = focusedElement();
    menu.showPopover();
    const { width, height } = menu.getBoundingClientRect();
    // From the point on the way reading goes.
    const from = runsLeft(this) ? x - width : x;
    menu.style.left = `${Math.max(8, Math.min(from, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
    this.buttons[0]?.focus();
  }

  private get buttons(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button:enabled')];
  }

  override render() {
    return html`<div popover="auto" role="menu" aria-label=${this.label} @keydown=${this.onKey}>
      ${this.items.map(
        (item) =>
          html`<button
            role=${item.checked === undefined ? 'menuitem' : item.isOneOf ? 'menuitemradio' : 'menuitemcheckbox'}
            aria-checked=${item.checked ?? nothing}
            tabindex="-1"
            class=${item.danger ? 'danger' : ''}
            ?disabled=${item.disabled ?? false}
            aria-keyshortcuts=${item.keys ?? nothing}
            @click=${() => this.choose(item)}
          >
            ${item.icon ? icon(item.icon) : nothing}${
              item.checked === undefined ? nothing : html`<span class="mark">${item.checked ? icon('check') : nothing}</span>`
            }<span class="label">${item.label}</span>
            ${item.keys ? html`<kbd aria-hidden="true">${keyText(item.keys)}</kbd>` : nothing}
          </button>`,
      )}
    </div>`;
  }

  private choose(item: MenuItem): void {
    if (item.checked === undefined) this.close();
    item.run();
  }

  private close(): void {
    this.menu?.hidePopover();
    this.opener?.focus();
    this.opener = null;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { buttons } = this;
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = this.destination(event, buttons, at);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (to >= 0) buttons[to]?.focus();
  };

  /** Where a key goes: an index, -1 for nowhere, null for a key that isn't ours. */
  private destination(event: KeyboardEvent, buttons: readonly HTMLButtonElement[], at: number): number | null {
    switch (event.key) {
      case 'ArrowDown':
        return (at + 1) % buttons.length;
      case 'ArrowUp':
        return (at - 1 + buttons.length) % buttons.length;
      case 'Home':
        return 0;
      case 'End':
        return buttons.length - 1;
      case 'Tab':
      case 'Escape':
        this.close();
        return -1;
    }
    if (!isLetter(event) || event.key === ' ') return null;
    return this.typeAhead.find(
      event,
      buttons.map((button) => button.querySelector('.label')?.textContent ?? ''),
      at,
    );
  }
}

/** Through every shadow root. */
function focusedElement(): HTMLElement | null {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found instanceof HTMLElement ? found : null;
}

define('ilm-menu', Menu);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-menu': Menu;
  }
}
