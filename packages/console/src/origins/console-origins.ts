import { define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf } from '../parts/form.js';
import { Loading } from '../parts/loading.js';
import { Section } from '../parts/section.js';

/** `<console-origins>`: the exact origins of pages that may call for this company. */
export class ConsoleOrigins extends Section {
  readonly heading = 'Origins';
  private readonly deed = new Deed(this);
  private readonly tenant = new Loading(this, (signal) => api.call('getTenant', { signal }), 'the origins');

  override render(): TemplateResult {
    return html`
      <div class="head"><h1 tabindex="-1">Origins</h1></div>
      <p class="lead">
        Pages that embed an interview, or use a publishable key, must come from one of these. The list is the same for the test and the live
        world, and a change holds everywhere after at most 10 seconds.
      </p>
      <div class="card flush">${this.deed.render()} ${this.tenant.render(({ origins }) => this.renderList(origins))}</div>
      ${this.may('keys:write') ? this.renderForm() : nothing}
    `;
  }

  private renderList(origins: readonly string[]): TemplateResult {
    if (origins.length === 0)
      return html`<ilm-notice heading="No origins yet" icon="link">
        Until there is one, only your server and our own pages can call.
      </ilm-notice>`;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">Origin</th>
          <th scope="col"><span class="sr-only">Remove</span></th>
        </tr>
      </thead>
      <tbody>
        ${origins.map(
          (origin) =>
            html`<tr>
              <th scope="row" class="mono">${origin}</th>
              <td class="actions">
                ${
                  this.may('keys:write')
                    ? html`<button
                        class="button small danger"
                        aria-label="Remove ${origin}"
                        ?disabled=${this.deed.busy}
                        @click=${() =>
                          this.save(
                            origins.filter((each) => each !== origin),
                            `${origin} is no longer on the list.`,
                          )}
                      >
                        Remove
                      </button>`
                    : nothing
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private renderForm(): TemplateResult {
    return html`<form class="card" @submit=${this.add}>
      <label>
        Add an origin
        <input
          class="field"
          name="origin"
          type="url"
          required
          placeholder="https://jobs.example.com"
          maxlength="300"
          aria-describedby="form"
        />
      </label>
      <p class="hint" id="form">Its scheme, host and port, as browsers write them: no path, no wildcard.</p>
      <div class="row"><button class="button primary" ?disabled=${this.deed.busy || !this.tenant.value}>Add</button></div>
    </form>`;
  }

  private readonly add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const { origin: text = '' } = textsOf(form);
    // Somebody pastes the address of a page: its origin is what they mean.
    const origin = URL.canParse(text) ? new URL(text).origin : text;
    const saved = await this.save([...(this.tenant.value?.origins ?? []), origin], `${origin} is on the list.`);
    if (saved && form instanceof HTMLFormElement) form.reset();
  };

  private async save(origins: string[], done: string): Promise<boolean> {
    const saved = await this.deed.run(() => api.call('setOrigins', { body: { origins } }), done);
    if (saved) await this.tenant.reload();
    return saved !== null;
  }
}

define('console-origins', ConsoleOrigins);

declare global {
  interface HTMLElementTagNameMap {
    'console-origins': ConsoleOrigins;
  }
}
