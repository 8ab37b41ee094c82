import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Client } from '@interviewlm/client';
import { listed, msg, plural, str } from '@interviewlm/ui';
import { acceptNotice, noticeVersions } from '../notice.js';

/** Whoever begins has read it, which is noted first. */
export function accepting(client: Client, interview: string, begin: () => Promise<void>): () => Promise<void> {
  const shown = performance.now();
  return async () => {
    await acceptNotice(client, interview, noticeVersions.hosted, shown);
    await begin();
  };
}

/** What the start screen needs of an interview. */
export interface Briefing {
  readonly status: string;
  readonly assessment: { readonly title: string; readonly description: string };
  readonly candidate: { readonly name: string };
  readonly accommodations: { readonly pause_allowed: boolean; readonly suppress_signals: readonly string[] };
  readonly ai_policy: { readonly mode: 'off' | 'hints' | 'pair' };
  readonly clock: { readonly limit_ms: number };
  readonly redirect_url: string | null;
}

const assistantWords = (mode: Briefing['ai_policy']['mode']) =>
  ({
    off: msg('There is no AI assistant in this interview.'),
    hints: msg('An AI assistant is beside you. It can see your files and gives hints, not solutions.'),
    pair: msg('An AI assistant is beside you. It can see your files, explain, and propose changes that you accept or reject.'),
  })[mode];

const signals = (): readonly (readonly [string, string])[] => [
  ['focus', msg('when you leave this page and come back')],
  ['paste', msg('how much you paste')],
  ['copy', msg('how much you copy')],
];

/** Before the clock runs: what happens next, the assistant, and what is recorded. */
export function startScreen(briefing: Briefing, begin: () => Promise<void>): TemplateResult {
  const { assessment, candidate, accommodations, ai_policy, clock } = briefing;
  const minutes = Math.round(clock.limit_ms / 60_000);
  const noted = signals()
    .filter(([name]) => !accommodations.suppress_signals.includes(name))
    .map(([, text]) => text);
  return html`<main class="middle">
    <div class="card start">
      <p class="muted">${msg(str`Welcome, ${candidate.name}`)}</p>
      <h1 dir="auto">${assessment.title}</h1>
      ${assessment.description ? html`<p class="description" dir="auto">${assessment.description}</p>` : nothing}
      <dl>
        <div>
          <dt>${msg('Time')}</dt>
          <dd>
            ${plural(minutes, str`${minutes} minute from when you begin.`, str`${minutes} minutes from when you begin.`)}
            ${accommodations.pause_allowed ? msg('You may pause the clock.') : msg('The clock goes on when you close the page; your work is kept.')}
          </dd>
        </div>
        <div>
          <dt>${msg('Assistant')}</dt>
          <dd>${assistantWords(ai_policy.mode)} ${ai_policy.mode === 'off' ? nothing : msg('Using it is part of the interview.')}</dd>
        </div>
        <div>
          <dt>${msg('Recorded')}</dt>
          <dd>
            ${
              ai_policy.mode === 'off'
                ? msg('Your edits, files, test runs and terminal, each with its time.')
                : msg('Your edits, files, test runs, terminal and conversation with the assistant, each with its time.')
            }
            ${msg('Whoever reviews your interview can replay them. Your camera, microphone and screen are not recorded.')}
          </dd>
        </div>
        <div>
          <dt>${msg('Scored')}</dt>
          <dd>${msg('A score is made by rules, and an AI model may have a part in it. People see how it came about, and decide.')}</dd>
        </div>
        ${
          noted.length > 0
            ? html`<div>
                <dt>${msg('Noted')}</dt>
                <dd>${msg(str`${sentence(listed(noted))}. On its own, none of it counts against you.`)}</dd>
              </div>`
            : nothing
        }
      </dl>
      <button class="button primary begin" @click=${begin}>${msg('Begin')}</button>
    </div>
  </main>`;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
