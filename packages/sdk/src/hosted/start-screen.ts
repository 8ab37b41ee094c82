import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

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

const assistant = {
  off: 'There is no AI assistant in this interview.',
  hints: 'An AI assistant is beside you. It can see your files and gives hints, not solutions.',
  pair: 'An AI assistant is beside you. It can see your files, explain, and propose changes that you accept or reject.',
} as const;

const signals: readonly (readonly [string, string])[] = [
  ['focus', 'when you leave this page and come back'],
  ['paste', 'how much you paste'],
  ['copy', 'how much you copy'],
];

/** Before the clock runs: what happens next, the assistant, and what is recorded. */
export function startScreen(briefing: Briefing, begin: () => Promise<void>): TemplateResult {
  const { assessment, candidate, accommodations, ai_policy, clock } = briefing;
  const minutes = Math.round(clock.limit_ms / 60_000);
  const noted = signals.filter(([name]) => !accommodations.suppress_signals.includes(name)).map(([, text]) => text);
  const recorded = [
    'Your edits',
    'files',
    'test runs',
    'terminal',
    ...(ai_policy.mode === 'off' ? [] : ['conversation with the assistant']),
  ];
  return html`<main class="middle">
    <div class="card start">
      <p class="muted">Welcome, ${candidate.name}</p>
      <h1>${assessment.title}</h1>
      ${assessment.description ? html`<p class="description">${assessment.description}</p>` : nothing}
      <dl>
        <div>
          <dt>Time</dt>
          <dd>
            ${minutes} minutes from when you begin.
            ${accommodations.pause_allowed ? 'You may pause the clock.' : 'The clock goes on when you close the page; your work is kept.'}
          </dd>
        </div>
        <div>
          <dt>Assistant</dt>
          <dd>${assistant[ai_policy.mode]} ${ai_policy.mode === 'off' ? nothing : 'Using it is part of the interview.'}</dd>
        </div>
        <div>
          <dt>Recorded</dt>
          <dd>
            ${listed(recorded)}, each with its time. Whoever reviews your interview can replay them. Your camera, microphone and screen are
            not recorded.
          </dd>
        </div>
        ${
          noted.length > 0
            ? html`<div>
                <dt>Noted</dt>
                <dd>${sentence(listed(noted))}. On its own, none of it counts against you.</dd>
              </div>`
            : nothing
        }
      </dl>
      <button class="button primary begin" @click=${begin}>Begin</button>
    </div>
  </main>`;
}

const listed = (parts: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(parts);
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
