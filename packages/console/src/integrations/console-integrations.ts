import type { AnswerOf, Integration } from '@interviewlm/protocol';
import { dateText, define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Loading } from '../parts/loading.js';
import '../parts/secret.js';
import { Section } from '../parts/section.js';
import './console-new-integration.js';
import { handOver, kinds } from './kinds.js';

type Made = AnswerOf<'createIntegration'>;
/** `isBehind`: there is an order of which the ATS could not be told. */
type Listed = Integration & { readonly isBehind: boolean };

/** `<console-integrations>`: the applicant tracking systems that order interviews in this world. */
export class ConsoleIntegrations extends Section {
  readonly heading = 'Applicant tracking systems (ATS)';
  @state() private connecting = false;
  @state() private made: Made | null = null;
  private readonly list = new Loading<Listed[]>(this, (signal) => listed(signal), 'the applicant tracking systems');

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">${this.heading}</h1>
        ${
          this.may('integrations:write') && !this.connecting
            ? html`<button class="button primary" @click=${this.open}>${icon('plus')} Connect an ATS</button>`
            : nothing
        }
      </div>
      <p class="lead">Recruiters order interviews there, and see the score and the report there. Each order is one interview.</p>
      ${this.connecting ? html`<console-new-integration @made=${this.onMade} @close=${this.close}></console-new-integration>` : nothing}
      ${this.made ? this.renderMade(this.made) : nothing}
      <div class="card flush">
        ${this.list.render((integrations) =>
          integrations.length === 0
            ? html`<ilm-notice heading="Nothing is connected" icon="link">
                Greenhouse, Ashby, Workable, Recruitee, Kombo and SmartRecruiters can order interviews.
              </ilm-notice>`
            : table(integrations),
        )}
      </div>
    `;
  }

  private renderMade(made: Made): TemplateResult {
    return html`<section class="card" aria-labelledby="made">
      <h2 id="made" tabindex="-1">“${made.name}” is connected on our side</h2>
      ${handOver(made)}
      <p class="row"><a class="button" href="/console/ats/${made.id}">Go on to its page</a></p>
    </section>`;
  }

  private readonly open = (): void => {
    [this.connecting, this.made] = [true, null];
  };

  private readonly close = (): void => {
    this.connecting = false;
    void this.updateComplete.then(() => this.focus());
  };

  private readonly onMade = (event: CustomEvent<Made>): void => {
    [this.connecting, this.made] = [false, event.detail];
    void this.list.reload();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#made')?.focus());
  };
}

/** There are at most twenty. */
async function listed(signal: AbortSignal): Promise<Listed[]> {
  const { data } = await api.call('listIntegrations', { query: { limit: 20 }, signal });
  return Promise.all(
    data.map(async (each) => {
      const query = { telling: 'failed', limit: 1 } as const;
      const failed = await api.call('listAtsOrders', { params: { integration: each.id }, query, signal });
      return { ...each, isBehind: failed.data.length > 0 };
    }),
  );
}

const table = (integrations: readonly Listed[]) =>
  html`<div class="scroll" role="region" aria-label="Applicant tracking systems" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">State</th>
          <th scope="col" class="wide">Last call</th>
        </tr>
      </thead>
      <tbody>
        ${integrations.map(
          (each) =>
            html`<tr>
              <th scope="row">
                <a href="/console/ats/${each.id}" dir="auto">${each.name}</a>
                <span class="second">${kinds[each.kind].title}</span>
              </th>
              <td>${integrationState(each)} ${each.isBehind ? html`<span class="second">Some results were not told</span>` : nothing}</td>
              <td class="wide when">${each.last_used_at ? dateText(each.last_used_at, 'short') : 'never'}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** Whether it is in use. */
export function integrationState({ enabled, last_used_at }: Integration): TemplateResult {
  if (!enabled) return html`<span class="badge danger">Switched off</span>`;
  return last_used_at ? html`<span class="badge success">In use</span>` : html`<span class="badge warning">Never called us yet</span>`;
}

define('console-integrations', ConsoleIntegrations);

declare global {
  interface HTMLElementTagNameMap {
    'console-integrations': ConsoleIntegrations;
  }
}
