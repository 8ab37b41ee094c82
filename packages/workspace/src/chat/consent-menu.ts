import { css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { AssistantTool } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, icon, msg } from '@interviewlm/ui';
import type { Menu, MenuItem } from '@interviewlm/ui';
import '@interviewlm/ui/menu.js';
import { consents } from '../state/consent.js';
import type { Consent } from '../state/consent.js';

/** The candidate lets the assistant do something, or no longer does. */
export class ConsentEvent extends Event {
  static readonly eventName = 'assistant-consent';
  constructor(
    readonly consent: Consent,
    readonly given: boolean,
  ) {
    super(ConsentEvent.eventName);
  }
}

/** `<ilm-consent-menu>`: a button for what the assistant may do by itself, of all that the interview allows. */
export class ConsentMenu extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    css`
      .icon-button {
        width: 24px;
        min-height: 24px;
        padding: 0;
      }
    `,
  ];

  /** What the interview allows. */
  @property({ attribute: false }) tools: readonly AssistantTool[] = [];
  /** What the candidate has withdrawn. */
  @property({ attribute: false }) withdrawn: ReadonlySet<Consent> = new Set();
  @query('ilm-menu') private readonly menu!: Menu;

  override render() {
    return html`<button
        type="button"
        class="icon-button"
        aria-label=${msg('What the assistant may do')}
        aria-haspopup="menu"
        title=${msg('What the assistant may do')}
        @click=${this.open}
      >
        ${icon('tool')}
      </button>
      <ilm-menu label=${msg('What the assistant may do')} .items=${this.items()}></ilm-menu>`;
  }

  private readonly open = ({ currentTarget }: Event) => {
    const box = (currentTarget as HTMLElement).getBoundingClientRect();
    void this.menu.showAt(box.left, box.top);
  };

  private items(): MenuItem[] {
    return consents
      .filter(({ tools }) => tools.some((tool) => this.tools.includes(tool)))
      .map(({ name }) => {
        const isGiven = !this.withdrawn.has(name);
        const run = () => this.dispatchEvent(new ConsentEvent(name, !isGiven));
        return { label: labels()[name], checked: isGiven, run };
      });
  }
}

const labels = (): Readonly<Record<Consent, string>> => ({
  read: msg('Read my files'),
  run: msg('Run the tests'),
  propose: msg('Propose changes'),
});

define('ilm-consent-menu', ConsentMenu);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-consent-menu': ConsentMenu;
  }
}
