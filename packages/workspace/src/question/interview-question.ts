import { css, html, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { QuestionProgress } from '@interviewlm/protocol';
import {
  BaseElement,
  badgeStyles,
  buttonStyles,
  define,
  icon,
  markdownStyles,
  msg,
  renderMarkdown,
  scrollStyles,
  str,
} from '@interviewlm/ui';
import type { Dialog } from '@interviewlm/ui';
import '@interviewlm/ui/dialog.js';
import { Part } from '../part.js';
import { inWords } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';

/** `<interview-question>`: what is asked, how far along the interview is, and the way to the next question. */
export class InterviewQuestion extends Part {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    badgeStyles,
    scrollStyles,
    markdownStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--_surface);
      }
      .body {
        flex: 1 1 0;
        min-height: 0;
        padding: var(--_space-4);
      }
      .eyebrow {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--_space-1) var(--_space-2);
        color: var(--_muted);
        font-size: var(--_size-xs);
      }
      h2 {
        margin: var(--_space-2) 0 var(--_space-3);
        font: 600 var(--_size-xl) / 1.25 var(--_font);
        letter-spacing: -0.01em;
        text-wrap: balance;
      }
      .builds {
        max-width: 72ch;
        margin: 0 0 var(--_space-3);
        padding-inline-start: var(--_space-3);
        border-inline-start: 3px solid var(--_accent);
        color: var(--_muted);
      }
      .prose {
        max-width: 72ch;
      }
      .next {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--_space-2);
        padding: var(--_space-2) var(--_space-4);
        border-top: 1px solid var(--_border);
        font-size: var(--_size-s);
        color: var(--_muted);
      }
      p.next {
        margin: 0;
      }
      .next .button {
        margin-inline-start: auto;
      }
      .problem {
        color: var(--_danger);
      }
    `,
  ];

  @state() private problem = '';
  @state() private isMoving = false;
  @state() private hasTurnedOutLast = false;
  @query('ilm-dialog') private dialog!: Dialog;

  protected override observes({ questions, session }: Workspace) {
    return [questions, session];
  }

  /** Puts the focus on the instructions, which can then be scrolled by keys. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.body')?.focus();
  }

  override render() {
    const progress = this.workspace?.questions.current;
    if (!progress) return html`<div class="body"><ilm-spinner label=${msg('Loading the question…')}></ilm-spinner></div>`;
    const { current } = progress;
    return html`
      <div class="body scroll" tabindex="0" role="region" aria-label=${msg('Question')}>
        <div class="eyebrow">
          ${progress.progress.total > 1 ? html`<span>${place(progress)}</span>` : nothing}
          <span class="badge">${difficulties()[current.difficulty - 1]}</span>
          ${current.concepts.map((concept) => html`<span class="badge">${concept}</span>`)}
        </div>
        <h2 dir="auto">${current.title}</h2>
        ${current.builds_on ? html`<p class="builds" dir="auto">${buildsOn(current.builds_on.title)}</p>` : nothing}
        <div class="prose" dir="auto">${this.instructions(current.instructions, current.title)}</div>
      </div>
      ${progress.progress.has_next ? this.renderNext(progress) : this.renderLast()}
    `;
  }

  private shownText: string | undefined;
  private shownNodes: Node[] = [];

  /** The same nodes for the same text: a selection or a scroll position inside survives other updates. */
  private instructions(text: string, title: string): Node[] {
    if (this.shownText !== text) {
      this.shownText = text;
      this.shownNodes = [...renderMarkdown(withoutTitle(text, title)).childNodes];
    }
    return this.shownNodes;
  }

  private renderNext({ progress }: QuestionProgress) {
    return html`
      <div class="next">
        ${
          this.isMoving && (progress.adaptive || progress.follow_ups)
            ? html`<span role="status">${msg('Your answer is being tested…')}</span>`
            : html`<span role="status" class="problem">${this.problem}</span>`
        }
        <button class="button" ?disabled=${this.isMoving || this.workspace?.session.phase !== 'active'} @click=${() => this.dialog.show()}>
          ${msg('Next question')} ${icon('chevron')}
        </button>
      </div>
      <ilm-dialog heading=${msg(str`Go to question ${progress.index + 2}?`)}>
        ${msg('Your answer to this question is kept as it is now, and you can’t come back to it.')} ${howNextComes(progress)}
        <div slot="actions">
          <button class="button" @click=${() => this.dialog.close()}>${msg('Stay here')}</button>
          <button class="button primary" @click=${() => void this.next()}>${msg('Next question')}</button>
        </div>
      </ilm-dialog>
    `;
  }

  /** Said once it turned out that nothing more is asked; where that was clear from the start, the place says it. */
  private renderLast() {
    if (!this.hasTurnedOutLast) return nothing;
    return html`<p class="next" role="status">${msg('That was the last question. You can go on working on it until you submit.')}</p>`;
  }

  private async next(): Promise<void> {
    this.dialog.close();
    this.isMoving = true;
    this.problem = '';
    const before = this.workspace?.questions.current?.current.id;
    try {
      const progress = await this.workspace?.nextQuestion();
      this.hasTurnedOutLast = progress?.current.id === before;
      this.renderRoot.querySelector('.body')?.scrollTo(0, 0);
    } catch (error) {
      this.problem = inWords(error);
    } finally {
      this.isMoving = false;
    }
  }
}

const buildsOn = (title: string) => msg(str`This builds on “${title}”: your files from there are still here, and you go on with them.`);

function howNextComes({ adaptive, follow_ups }: QuestionProgress['progress']) {
  if (adaptive) return msg('It is tested first: which question comes next, and whether one does, follows from your answers so far.');
  if (!follow_ups) return nothing;
  return msg('It is tested first: when all of its tests pass, a question that builds on it may come next, and your files stay.');
}

const place = ({ progress: { index, total, adaptive, has_next } }: QuestionProgress) =>
  adaptive && has_next ? msg(str`Question ${index + 1} of at most ${total}`) : msg(str`Question ${index + 1} of ${total}`);

const difficulties = () => [msg('Warm-up'), msg('Easy'), msg('Medium'), msg('Challenging'), msg('Hard')];

/** Instructions often start with the title that stands above them already. */
function withoutTitle(text: string, title: string): string {
  const [, heading, rest] = /^\s*#\s+([^\n]+)\n([\s\S]*)$/.exec(text) ?? [];
  const plain = (words: string) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return heading !== undefined && rest !== undefined && ['instructions', plain(title)].includes(plain(heading)) ? rest : text;
}

define('interview-question', InterviewQuestion);

declare global {
  interface HTMLElementTagNameMap {
    'interview-question': InterviewQuestion;
  }
}
