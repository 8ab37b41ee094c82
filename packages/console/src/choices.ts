import type { ConsoleChoice, MemberRole } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define } from '@interviewlm/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Deed } from './parts/deed.js';
import { signIn } from './session.js';

export const roleWords: Readonly<Record<MemberRole, string>> = { admin: 'Admin', recruiter: 'Recruiter', viewer: 'Viewer' };

/**
 * `<console-choices>`: the tenants and worlds that a person may be in, each a button that leads there.
 * @fires signed-in - They are in the one they chose.
 */
export class ConsoleChoices extends BaseElement {
  static override styles = [
    BaseElement.styles,
    ...buttonStyles,
    badgeStyles,
    css`
      ul {
        display: grid;
        gap: var(--_space-2);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .button {
        justify-content: start;
        width: 100%;
        min-height: 44px;
        text-align: start;
        white-space: normal;
      }
      .name {
        flex: 1;
        overflow-wrap: anywhere;
      }
      .role {
        color: var(--_muted);
        font-weight: 400;
      }
      .problem {
        color: var(--_danger);
      }
    `,
  ];

  @property({ attribute: false }) choices: readonly ConsoleChoice[] = [];
  /** The member that the person is already. */
  @property() current = '';
  private readonly deed = new Deed(this);

  override render(): TemplateResult {
    return html`<ul>
        ${this.choices.map((choice) => this.renderChoice(choice))}
      </ul>
      ${this.deed.render()}`;
  }

  private renderChoice({ member, tenant, mode, role }: ConsoleChoice): TemplateResult {
    const isCurrent = member === this.current;
    return html`<li>
      <button
        class="button"
        aria-current=${isCurrent ? 'true' : nothing}
        ?disabled=${this.deed.busy || isCurrent}
        @click=${() => this.choose(member)}
      >
        <span class="name" dir="auto">${tenant.name}</span>
        <span class="role">${roleWords[role]}${isCurrent ? ', you are here' : nothing}</span>
        ${mode === 'test' ? html`<span class="badge warning">Test world</span>` : html`<span class="badge success">Live world</span>`}
      </button>
    </li>`;
  }

  private async choose(member: string): Promise<void> {
    const session = await this.deed.run(() => signIn({ member }));
    if (session) this.dispatchEvent(new Event('signed-in'));
  }
}

define('console-choices', ConsoleChoices);

declare global {
  interface HTMLElementTagNameMap {
    'console-choices': ConsoleChoices;
  }
}
