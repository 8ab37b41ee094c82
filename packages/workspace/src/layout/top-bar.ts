import { html, nothing } from 'lit';
import { icon, msg } from '@interviewlm/ui';
import '../question/timer.js';
import { onKey } from './keys.js';
import type { Layout } from './layout.js';

/** What is always there: the title, the time, and what can be done with the whole interview. */
export function topBar(layout: Layout) {
  const { interview, phase } = layout.workspace.session;
  const canWork = phase === 'active';
  const pause = html`<button
    class="button quiet"
    aria-label=${msg('Pause the interview')}
    title=${msg('Pause the interview')}
    @click=${() => void layout.pause()}
  >
    ${icon('pause')}<span class="optional">${msg('Pause')}</span>
  </button>`;
  return html`<header class="top" part="top" @keydown=${(event: KeyboardEvent) => onKey(event, layout)}>
    <h1 class="title" part="title"><bdi>${interview?.assessment.title ?? msg('Interview')}</bdi></h1>
    ${canWork || phase === 'paused' ? html`<interview-timer></interview-timer>` : nothing}
    ${canWork && interview?.accommodations.pause_allowed ? pause : nothing}
    <button
      class="icon-button"
      aria-label=${msg('About this workspace: what is recorded, and keys')}
      title=${msg('What is recorded, and keys')}
      @click=${() => void layout.attempt(() => layout.showAbout())}
    >
      ${icon('info')}
    </button>
    ${
      canWork
        ? html`<button class="button submit" part="submit" @click=${() => void layout.attempt(() => layout.host.submit())}>
            ${icon('flag')}${msg('Submit')}
          </button>`
        : nothing
    }
  </header>`;
}
