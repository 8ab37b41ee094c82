import { twoPlaces, type QuestionState } from '@interviewlm/recording';
import { BaseElement, define, markdownStyles, msg, renderMarkdown, str } from '@interviewlm/ui';
import { css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { panelStyles } from './panel-styles.js';

type Chosen = NonNullable<QuestionState['chosen']>;

/** The question that the candidate had before them. */
export class ReplayQuestion extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...panelStyles,
    markdownStyles,
    css`
      .prose {
        padding: 12px 16px;
      }
      .chosen {
        margin: 0;
        padding: 8px 16px;
        border-bottom: 1px solid var(--_border);
        color: var(--_muted);
        font-size: var(--_size-s);
      }
    `,
  ];

  @property({ attribute: false }) question: QuestionState | null = null;

  override render() {
    const { question } = this;
    if (!question) return html`<ilm-notice icon="book">${msg('No question was shown up to this moment.')}</ilm-notice>`;
    const { instructions, chosen } = question;
    return html`${chosen ? this.renderChosen(chosen) : nothing}
      <div class="prose scroll" dir="auto" tabindex="0" role="region" aria-label=${msg('Question')}>
        ${guard([instructions], () => renderMarkdown(instructions))}
      </div>`;
  }

  private renderChosen({ ability, error }: Chosen) {
    const [at, within] = [twoPlaces(ability), twoPlaces(error)];
    return html`<p class="chosen">
      ${msg(str`Chosen since it tells most at an ability of ${at} ± ${within}. All candidates together have a mean of 0 and a deviation of 1.`)}
    </p>`;
  }
}

define('replay-question', ReplayQuestion);

declare global {
  interface HTMLElementTagNameMap {
    'replay-question': ReplayQuestion;
  }
}
