import type { Assessment, Interview } from '@interviewlm/protocol';
import { define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../api.js';
import { Deed } from '../parts/deed.js';
import { Loading } from '../parts/loading.js';
import { Section } from '../parts/section.js';
import { allAssessments } from './all.js';
import './console-new-assessment.js';

const assistant: Readonly<Record<Assessment['ai_policy']['mode'], string>> = {
  off: 'no assistant',
  hints: 'an assistant that gives hints',
  pair: 'an assistant to work with',
};

/** `<console-assessments>`: what candidates can be asked to do; in the test world each can be tried as a candidate. */
export class ConsoleAssessments extends Section {
  readonly heading = 'Assessments';
  @state() private making = false;
  /** An interview to try an assessment with. */
  @state() private preview: Interview | null = null;
  private readonly deed = new Deed(this);
  private readonly list = new Loading<Assessment[]>(this, (signal) => allAssessments(this.session, signal), 'the assessments');

  override render(): TemplateResult {
    const mayMake = this.may('assessments:write') && !this.making && (this.list.value?.length ?? 0) > 0;
    return html`
      <div class="head">
        <h1 tabindex="-1">Assessments</h1>
        ${mayMake ? html`<button class="button primary" @click=${this.open}>${icon('plus')} Make an assessment</button>` : nothing}
      </div>
      <p class="lead">
        An assessment is made of questions that were proven. New exercises come in on the server:
        <code class="mono">npx interviewlm assessments import</code>.
      </p>
      ${
        this.making
          ? html`<console-new-assessment
              .assessments=${this.list.value ?? []}
              .session=${this.session}
              @made=${this.onMade}
              @close=${this.close}
            ></console-new-assessment>`
          : nothing
      }
      ${this.preview ? this.renderPreview(this.preview) : nothing} ${this.deed.render()}
      ${this.list.render((assessments) =>
        assessments.length === 0
          ? html`<div class="card flush">
              <ilm-notice heading="No assessments yet" icon="book">Import exercises on the server first.</ilm-notice>
            </div>`
          : html`${assessments.map((assessment) => this.renderAssessment(assessment))}`,
      )}
    `;
  }

  private renderPreview({ assessment, links }: Interview): TemplateResult {
    return html`<section class="card" aria-labelledby="preview">
      <h2 id="preview" tabindex="-1">Try “<span dir="auto">${assessment.title}</span>” as a candidate</h2>
      <p class="lead">A test interview was made for you. Its clock starts when you begin.</p>
      <div class="row">
        <a class="button primary" href=${links?.candidate ?? ''} target="_blank" rel="noopener">Open the candidate’s page</a>
        <button class="button quiet" @click=${() => (this.preview = null)}>Done</button>
      </div>
    </section>`;
  }

  private renderAssessment(assessment: Assessment): TemplateResult {
    const { id, title, description, access, duration_ms, ai_policy, question_count, questions, adaptive, follow_ups, retention_days } =
      assessment;
    return html`<section class="card" aria-labelledby=${id}>
      <div class="head">
        <h2 id=${id} dir="auto">${title}</h2>
        <div class="row">
          <span class="badge ${access === 'open' ? 'accent' : ''}">${access === 'open' ? 'Open to anyone' : 'By invitation'}</span>
          ${
            this.session.mode === 'test' && this.may('interviews:write')
              ? html`<button class="button small" aria-label="Preview ${title}" ?disabled=${this.deed.busy} @click=${() => this.try(id)}>
                  Preview
                </button>`
              : nothing
          }
        </div>
      </div>
      ${description ? html`<p class="lead" dir="auto">${description}</p>` : nothing}
      <p>
        ${question_count}
        ${question_count === 1 ? 'question' : 'questions'}${adaptive ? ', chosen by the answers so far' : ''}${follow_ups ? ', with follow-ups' : ''}
        · ${Math.round(duration_ms / 60_000)} minutes · ${assistant[ai_policy.mode]}
        ${retention_days === null ? nothing : html`· kept hot for ${retention_days} days`}
      </p>
      ${questions.length > 0 ? html`<p class="hint" dir="auto">${named(questions)}</p>` : nothing}
      <p class="hint mono">${id}</p>
    </section>`;
  }

  private readonly open = (): void => {
    this.making = true;
  };

  private readonly close = (): void => {
    this.making = false;
    void this.updateComplete.then(() => this.focus());
  };

  private readonly onMade = (): void => {
    this.close();
    this.deed.say('The assessment is made.');
    void this.list.reload();
  };

  private async try(assessment: string): Promise<void> {
    const candidate = { name: 'Preview', email: 'preview@example.com' };
    this.preview = await this.deed.run(() => api.call('createInterview', { body: { assessment, candidate } }));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#preview')?.focus();
  }
}

const mostNamed = 6;

/** `Meeting rooms (python, 2 of 5), …` */
function named(questions: Assessment['questions']): string {
  const names = questions.slice(0, mostNamed).map(({ title, runtime, difficulty }) => `${title} (${runtime}, ${difficulty} of 5)`);
  return [...names, ...(questions.length > mostNamed ? [`${questions.length - mostNamed} more`] : [])].join(' · ');
}

define('console-assessments', ConsoleAssessments);

declare global {
  interface HTMLElementTagNameMap {
    'console-assessments': ConsoleAssessments;
  }
}
