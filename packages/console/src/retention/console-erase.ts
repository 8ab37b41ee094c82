import type { Erasure, Interview } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { textsOf } from '../parts/form.js';
import { sectionStyles } from '../parts/styles.js';

/**
 * `<console-erase>`: finds an interview by its id, says whose it is, and erases it when the candidate's name was typed.
 * @fires erased - It is gone.
 */
export class ConsoleErase extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  /** The interview to begin with, if any. */
  @property() item = '';
  @state() private found: Interview | null = null;
  @state() private typed = '';
  @state() private erasure: Erasure | null = null;
  private readonly deed = new Deed(this);

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has('item') && this.item) void this.look(this.item);
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">Erase an interview</h2>
      ${this.erasure ? this.renderErased(this.erasure) : this.found ? this.renderQuestion(this.found) : this.renderSearch()}
      ${this.deed.render()}
    </section>`;
  }

  private renderSearch(): TemplateResult {
    return html`<form @submit=${this.search}>
      <div class="fields">
        <label>
          Interview
          <input
            class="field mono"
            name="id"
            required
            pattern="itv_[0-9a-z]{26}"
            placeholder="itv_…"
            title="its id, itv_…"
            .value=${this.item}
          />
        </label>
        <div class="row"><button class="button" ?disabled=${this.deed.busy}>Find it</button></div>
      </div>
      <p class="hint">Its id is on the interview’s page.</p>
    </form>`;
  }

  private renderQuestion({ id, candidate, assessment, hold }: Interview): TemplateResult {
    return html`<form @submit=${this.erase}>
      <p>
        <strong dir="auto">${candidate.name}</strong>, ${candidate.email ?? 'no e-mail'}: <span dir="auto">${assessment.title}</span>
        <span class="mono muted">${id}</span>
      </p>
      ${
        hold
          ? html`<p>
              <strong>A legal hold stands on this interview: ${hold.reason}.</strong> Nothing is deleted now. Your request is kept, its
              links are withdrawn, and it is carried out as soon as the hold is lifted.
            </p>`
          : nothing
      }
      <p>
        The recording, the files, the report and the archive are deleted for good, and so are the candidate’s name and address where no
        other interview needs them.
      </p>
      <label>
        Type the candidate’s name to confirm
        <input class="field" name="name" required autocomplete="off" @input=${this.type} />
      </label>
      <div class="row">
        <button class="button danger" ?disabled=${this.deed.busy || this.typed !== candidate.name}>
          ${this.deed.busy ? 'Erasing …' : hold ? 'Erase when it is lifted' : 'Erase for good'}
        </button>
        <button type="button" class="button quiet" @click=${this.begin}>Cancel</button>
      </div>
    </form>`;
  }

  private renderErased({ interview, status }: Erasure): TemplateResult {
    const href = `/api/interview/${interview}/erasure`;
    if (status === 'postponed')
      return html`<p role="status">The request is kept. The interview is erased as soon as its legal hold is lifted.</p>
        <div class="row"><button class="button quiet" @click=${this.begin}>Erase another</button></div>`;
    return html`<p role="status">
        ${
          status === 'erased'
            ? 'Everything of the interview is erased.'
            : 'The interview is gone for everyone. Its last copies are being deleted: the certificate comes when that is done.'
        }
      </p>
      <div class="row">
        <a class="button primary" href=${href} download="erasure-${interview}.json">Certificate</a>
        <button class="button quiet" @click=${this.begin}>Erase another</button>
      </div>`;
  }

  private readonly search = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.look(textsOf(event.currentTarget)['id'] ?? '');
  };

  private async look(id: string): Promise<void> {
    this.found = await this.deed.run(() => api.call('getInterview', { params: { id } }));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('input[name="name"]')?.focus();
  }

  private readonly type = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value.trim();
  };

  private readonly erase = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { found } = this;
    if (found?.candidate.name !== this.typed) return;
    this.erasure = await this.deed.run(() => api.call('eraseInterview', { params: { id: found.id } }));
    if (this.erasure) this.dispatchEvent(new Event('erased'));
  };

  private readonly begin = (): void => {
    [this.found, this.erasure, this.typed] = [null, null, ''];
    this.deed.clear();
  };
}

define('console-erase', ConsoleErase);

declare global {
  interface HTMLElementTagNameMap {
    'console-erase': ConsoleErase;
  }
}
