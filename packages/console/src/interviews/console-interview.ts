import type { Interview } from '@interviewlm/protocol';
import { dateText, define } from '@interviewlm/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.js';
import { fact } from '../parts/fact.js';
import { Loading } from '../parts/loading.js';
import { Section } from '../parts/section.js';
import { classWords } from '../retention/classes.js';
import { heldBadge, scoreText, statusBadge } from '../parts/status.js';
import './console-hold.js';
import './console-links.js';
import './console-mails.js';
import './console-report.js';
import './console-replay.js';

/** Those whose answer is in: there is a report, or there will be one. */
const submitted = new Set<Interview['status']>(['submitted', 'scored', 'archived']);

/** `<console-interview>`: one interview with its report, its links and its replay. */
export class ConsoleInterview extends Section {
  static override styles = [
    ...[Section.styles].flat(),
    css`
      :host([part-shown='replay']) {
        max-width: none;
      }
      .back {
        display: inline-block;
        margin-bottom: var(--_space-2);
      }
    `,
  ];

  private readonly interview = new Loading(
    this,
    (signal) => api.call('getInterview', { params: { id: this.item }, signal }),
    'the interview',
  );

  get heading(): string {
    return this.interview.value?.candidate.name ?? 'Interview';
  }

  override render(): TemplateResult {
    return html`${
      this.shown === 'replay'
        ? html`<a class="back" href="/console/interviews/${this.item}">Back to the interview</a>`
        : html`<a class="back" href="/console/interviews">All interviews</a>`
    }
    ${this.interview.render((interview) => this.renderInterview(interview))}`;
  }

  private renderInterview(interview: Interview): TemplateResult {
    const { id, candidate, assessment, status } = interview;
    const head = html`<div class="head">
      <h1 tabindex="-1" dir="auto">${candidate.name}</h1>
      <div class="row">
        ${
          interview.started_at && this.shown !== 'replay' && this.may('interviews:write')
            ? html`<a class="button primary" href="/console/interviews/${id}/replay">${submitted.has(status) ? 'Replay' : 'Watch'}</a>`
            : nothing
        }
        ${submitted.has(status) ? html`<a class="button" href="/api/interview/${id}/report.pdf" download>Report as PDF</a>` : nothing}
        ${submitted.has(status) ? html`<a class="button" href="/api/interview/${id}/export" download>Export</a>` : nothing}
        ${
          this.may('interviews:write') && this.shown !== 'replay'
            ? html`<a class="button danger" href="/console/retention/${id}">Erase …</a>`
            : nothing
        }
      </div>
    </div>`;
    if (this.shown === 'replay') return html`${head}<console-replay .interview=${id}></console-replay>`;
    return html`${head}
      <div class="card">
        <dl>
          ${fact('Status', html`${statusBadge(status)} ${heldBadge(interview)}`)} ${fact('Score', scoreText(interview.score))}
          ${fact('Assessment', html`<span dir="auto">${assessment.title}</span>`)} ${fact('E-mail', candidate.email ?? '–')}
          ${fact('Time', timeText(interview))} ${fact('Created', dateText(interview.created_at, 'short'))}
          ${interview.started_at ? fact('Started', dateText(interview.started_at, 'short')) : nothing}
          ${interview.submitted_at ? fact('Submitted', dateText(interview.submitted_at, 'short')) : nothing}
          ${interview.erased.length > 0 ? fact('Erased', erasedText(interview)) : nothing}
          ${candidate.external_id ? fact('Your id', candidate.external_id) : nothing} ${fact('Id', html`<span class="mono">${id}</span>`)}
        </dl>
      </div>
      ${submitted.has(status) ? html`<console-report .interview=${id}></console-report>` : nothing}
      <console-mails .interview=${interview} .session=${this.session}></console-mails>
      <console-links .interview=${id} .session=${this.session}></console-links>
      <console-hold .interview=${interview} .session=${this.session} @changed=${this.interview.reload}></console-hold>`;
  }
}

/** `Chat with the assistant, 3 May`, one after another. */
const erasedText = ({ erased }: Interview): string =>
  erased.map((each) => `${classWords[each.class].name}, ${dateText(each.at)}`).join('; ');

function timeText({ clock }: Interview): string {
  const minutes = (ms: number) => Math.round(ms / 60_000);
  return clock.elapsed_ms > 0 ? `${minutes(clock.elapsed_ms)} of ${minutes(clock.limit_ms)} min` : `${minutes(clock.limit_ms)} min`;
}

define('console-interview', ConsoleInterview);

declare global {
  interface HTMLElementTagNameMap {
    'console-interview': ConsoleInterview;
  }
}
