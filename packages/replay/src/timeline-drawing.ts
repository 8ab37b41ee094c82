import { countUntil, editDensity, terminalDensity, type Entry } from '@interviewlm/recording';
import { icon, msg, plural, str } from '@interviewlm/ui';
import { html, nothing, svg } from 'lit';
import type { Thread } from './comment-store.js';
import { spoken } from './time.js';
import { area, type Lane } from './timeline-lanes.js';
import type { Window } from './timeline-window.js';

const buckets = 360;

/** How much was typed and printed over the time that is shown, as paths. */
export interface Densities {
  readonly edits: string;
  readonly output: string;
}

export function densities(entries: readonly Entry[], zoom: Window | null, duration: number): Densities {
  const { from, to } = zoom ?? { from: 0, to: duration };
  const inside = zoom
    ? entries.slice(countUntil(entries, from - 1), countUntil(entries, to)).map(({ at, event }) => ({ at: at - from, event }))
    : entries;
  return { edits: area(editDensity(inside, to - from, buckets)), output: area(terminalDensity(inside, to - from, buckets)) };
}

export function zoomButtons(isZoomed: boolean, zoomBy: (factor: number) => void) {
  return html`<div class="zoom" role="group" aria-label=${msg('Timeline')}>
    <button class="icon-button" aria-label=${msg('Show less of the recording')} title=${msg('Zoom in (+)')} @click=${() => zoomBy(0.5)}>
      ${icon('plus')}
    </button>
    <button
      class="icon-button"
      aria-label=${msg('Show more of the recording')}
      title=${msg('Zoom out (-)')}
      ?disabled=${!isZoomed}
      @click=${() => zoomBy(2)}
    >
      ${icon('minus')}
    </button>
  </div>`;
}

/** What a comment's mark says to who can't see where it stands. */
export function commentLabel({ t_ms, author, removed }: Thread['root'], answers: number): string {
  const said = removed ? msg(str`A removed comment at ${spoken(t_ms)}`) : msg(str`Comment at ${spoken(t_ms)} by ${author}`);
  return answers === 0 ? said : `${said}, ${plural(answers, str`${answers} answer`, str`${answers} answers`)}`;
}

/** The curve of a lane that has one. */
export function renderDensity(lane: Lane, edits: string, output: string) {
  const path = lane === 'edits' ? edits : lane === 'terminal' ? output : '';
  if (!path) return nothing;
  return html`<svg viewBox="0 0 ${buckets} 1" preserveAspectRatio="none" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;
}
