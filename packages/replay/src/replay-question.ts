import type { QuestionState } from '@interviewlm/recording';
import { BaseElement, define, markdownStyles, msg, renderMarkdown } from '@interviewlm/ui';
import { css, html } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { panelStyles } from './panel-styles.js';

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
    `,
  ];

  @property({ attribute: false }) question: QuestionState | null = null;

  override render() {
    const { question } = this;
    if (!question) return html`<ilm-notice icon="book">${msg('No question was shown up to this moment.')}</ilm-notice>`;
    const { instructions } = question;
    return html`<div class="prose scroll" dir="auto" tabindex="0" role="region" aria-label=${msg('Question')}>
      ${guard([instructions], () => renderMarkdown(instructions))}
    </div>`;
  }
}

define('replay-question', ReplayQuestion);

declare global {
  interface HTMLElementTagNameMap {
    'replay-question': ReplayQuestion;
  }
}
