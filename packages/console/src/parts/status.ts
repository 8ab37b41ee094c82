import type { Interview } from '@interviewlm/protocol';
import { html, nothing, type TemplateResult } from 'lit';

const statuses: Readonly<Record<Interview['status'], readonly [words: string, tone: string]>> = {
  created: ['Invited', ''],
  started: ['Under way', 'accent'],
  paused: ['Paused', 'warning'],
  submitted: ['Submitted', 'accent'],
  scored: ['Scored', 'success'],
  archived: ['Archived', ''],
  expired: ['Expired', 'danger'],
  erased: ['Erased', 'danger'],
};

/** Statuses that an interview in a list can have, with the words for people. */
export const statusWords = Object.entries(statuses)
  .filter(([name]) => name !== 'erased')
  .map(([name, [words]]) => [name as Interview['status'], words] as const);

export const statusBadge = (status: Interview['status']): TemplateResult => {
  const [words, tone] = statuses[status];
  return html`<span class="badge ${tone}">${words}</span>`;
};

export const heldBadge = ({ hold }: Pick<Interview, 'hold'>): TemplateResult | typeof nothing =>
  hold ? html`<span class="badge warning">Legal hold</span>` : nothing;

/** `82 of 100`; a dash for none yet. */
export const scoreText = (score: Interview['score']): string => (score ? `${Math.round(score.value)} of ${score.max}` : '–');
