import type { Assessment, Interview, InterviewStatus } from '@interviewlm/protocol';
import { dateText, define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { allAssessments } from '../assessments/all.js';
import { filledIn } from '../parts/form.js';
import { Loading } from '../parts/loading.js';
import { Paged } from '../parts/paged.js';
import { Section } from '../parts/section.js';
import { heldBadge, scoreText, statusBadge, statusWords } from '../parts/status.js';
import './console-invite.js';

interface Filters {
  readonly status?: InterviewStatus;
  readonly assessment?: string;
  readonly search?: string;
  readonly held?: 'true' | 'false';
}

/** Kept while the page is open: who comes back from an interview finds the list as it was. */
let kept: Filters = {};

/** `<console-interviews>`: all interviews, newest first, and the form that invites a candidate. */
export class ConsoleInterviews extends Section {
  readonly heading = 'Interviews';
  @state() private filters = kept;
  @state() private inviting = false;
  private readonly assessments = new Loading<Assessment[]>(this, (signal) => allAssessments(this.session, signal), 'the assessments');
  private readonly list = new Paged<Interview>(
    this,
    (cursor, signal) => api.call('listInterviews', { query: { ...this.filters, ...(cursor && { cursor }) }, signal }),
    'the interviews',
  );

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">Interviews</h1>
        ${
          this.may('interviews:write') && this.may('assessments:read') && !this.inviting
            ? html`<button class="button primary" @click=${this.invite}>${icon('plus')} Invite a candidate</button>`
            : nothing
        }
      </div>
      ${
        this.inviting
          ? html`<console-invite
              .assessments=${this.assessments.value ?? []}
              .session=${this.session}
              @invited=${this.list.reload}
              @close=${this.endInviting}
            ></console-invite>`
          : nothing
      }
      ${this.renderFilters()}
      <div class="card flush">
        ${this.list.render(
          (items) => table(items),
          () => this.renderEmpty(),
        )}
      </div>
    `;
  }

  private renderFilters(): TemplateResult {
    const { status = '', assessment = '', search = '', held = '' } = this.filters;
    return html`<form class="card" role="search" aria-label="Filter the interviews" @submit=${this.filter} @change=${this.filter}>
      <div class="fields">
        <label>Name or e-mail <input class="field" type="search" name="search" maxlength="200" .value=${search} /></label>
        <label>
          Status
          <select class="field" name="status">
            <option value="">Any</option>
            ${statusWords.map(([name, words]) => html`<option value=${name} ?selected=${name === status}>${words}</option>`)}
          </select>
        </label>
        <label>
          Assessment
          <select class="field" name="assessment">
            <option value="">Any</option>
            ${(this.assessments.value ?? []).map(
              ({ id, title }) => html`<option value=${id} ?selected=${id === assessment}>${title}</option>`,
            )}
          </select>
        </label>
        <label>
          Legal hold
          <select class="field" name="held">
            <option value="">Any</option>
            <option value="true" ?selected=${held === 'true'}>Held</option>
            <option value="false" ?selected=${held === 'false'}>Not held</option>
          </select>
        </label>
        <div class="row">
          <button class="button">${icon('search')} Find</button>
          ${
            Object.keys(this.filters).length > 0
              ? html`<button type="button" class="button quiet" @click=${this.clear}>Clear</button>`
              : nothing
          }
        </div>
      </div>
    </form>`;
  }

  private renderEmpty(): TemplateResult {
    if (Object.keys(this.filters).length > 0)
      return html`<ilm-notice heading="No interview is like that" icon="search">
        ${this.filters.search ? 'Names that the server seals are found by whole words.' : nothing}
        <button slot="actions" class="button" @click=${this.clear}>Clear the filters</button>
      </ilm-notice>`;
    return html`<ilm-notice heading="No interviews yet" icon="chat">Invite a candidate, and the interview is listed here.</ilm-notice>`;
  }

  private readonly filter = (event: Event): void => {
    event.preventDefault();
    const asked = filledIn(event.currentTarget) as Filters;
    // A change of the search's field is followed by the submission that Enter makes.
    if (JSON.stringify(asked) !== JSON.stringify(this.filters)) this.show(asked);
  };

  private readonly clear = (): void => {
    this.renderRoot.querySelector('form')?.reset();
    this.show({});
  };

  private show(filters: Filters): void {
    kept = this.filters = filters;
    void this.list.reload();
  }

  private readonly invite = (): void => {
    this.inviting = true;
  };

  private readonly endInviting = (): void => {
    this.inviting = false;
    void this.updateComplete.then(() => this.focus());
  };
}

const table = (items: readonly Interview[]) =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Candidate</th>
          <th scope="col" class="wide">Assessment</th>
          <th scope="col">Status</th>
          <th scope="col" class="number">Score</th>
          <th scope="col" class="wide">Created</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          ({ id, candidate, assessment, status, score, hold, created_at }) =>
            html`<tr>
              <th scope="row">
                <a href="/console/interviews/${id}" dir="auto">${candidate.name}</a>
                <span class="second">${candidate.email}</span>
              </th>
              <td class="wide" dir="auto">${assessment.title}</td>
              <td>${statusBadge(status)} ${heldBadge({ hold })}</td>
              <td class="number">${scoreText(score)}</td>
              <td class="wide when">${dateText(created_at, 'short')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

define('console-interviews', ConsoleInterviews);

declare global {
  interface HTMLElementTagNameMap {
    'console-interviews': ConsoleInterviews;
  }
}
