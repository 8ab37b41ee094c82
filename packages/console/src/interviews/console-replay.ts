import { BaseElement, define } from '@interviewlm/ui';
import type { nothing } from 'lit';
import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { api } from '../api.js';
import { Loading } from '../parts/loading.js';
import { sectionStyles } from '../parts/styles.js';

/** `<console-replay>`: the replay of an interview, opened with a reviewer's token as any page of an integrator's would. */
export class ConsoleReplay extends BaseElement {
  static override styles = [
    BaseElement.styles,
    ...sectionStyles,
    css`
      :host {
        max-width: none;
      }
      session-replay {
        --ilm-replay-height: max(560px, calc(100vh - 170px));
        border: 1px solid var(--_border);
        border-radius: var(--_radius-l);
        overflow: hidden;
      }
    `,
  ];

  @property() interview = '';
  private readonly code = new Loading(this, () => import('@interviewlm/replay'), 'the replay');

  override render(): TemplateResult | typeof nothing {
    return this.code.render(
      () => html`<session-replay .baseUrl=${location.origin} .interview=${this.interview} .fetchToken=${this.fetchToken}></session-replay>`,
    );
  }

  private readonly fetchToken = () => api.call('createToken', { params: { id: this.interview }, body: { role: 'reviewer' } });
}

define('console-replay', ConsoleReplay);

declare global {
  interface HTMLElementTagNameMap {
    'console-replay': ConsoleReplay;
  }
}
