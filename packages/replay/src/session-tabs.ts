import type { ReplayState } from '@interviewlm/recording';
import { msg } from '@interviewlm/ui';
import { html, nothing } from 'lit';
import type { CommentsController } from './comments-controller.js';
import type { Look, Panel, Scene } from './scene.js';

const panelNames = (): Record<Panel, string> => ({
  code: msg('Code'),
  files: msg('Files'),
  chat: msg('Assistant'),
  tests: msg('Tests'),
  terminal: msg('Terminal'),
  question: msg('Question'),
  comments: msg('Comments'),
  search: msg('Find'),
  transcript: msg('Transcript'),
});

export function renderTabs(panels: readonly Panel[], chosen: Panel, { state, comments, look }: Scene) {
  return html`<div
    class="tabs"
    role="tablist"
    aria-label=${msg('Panels')}
    @keydown=${(event: KeyboardEvent) => onTabKey(event, panels, chosen, look)}
  >
    ${panels.map(
      (panel) =>
        html`<button
          role="tab"
          id="tab-${panel}"
          aria-controls="panel"
          aria-selected=${panel === chosen}
          tabindex=${panel === chosen ? 0 : -1}
          @click=${() => look({ panel })}
        >
          ${panelNames()[panel]} ${tabCount(panel, state, comments)}
        </button>`,
    )}
  </div>`;
}

function tabCount(panel: Panel, { messages, runs }: ReplayState, { threads }: CommentsController) {
  if (panel === 'comments' && threads.length) return html`<span class="badge">${threads.length}</span>`;
  if (panel === 'chat' && messages.length) return html`<span class="badge">${messages.length}</span>`;
  const result = runs.at(-1)?.result;
  if (panel !== 'tests' || !result) return nothing;
  return html`<span class="badge ${result.failed === 0 ? 'success' : 'danger'}">${result.passed}/${result.total}</span>`;
}

function onTabKey(event: KeyboardEvent, panels: readonly Panel[], chosen: Panel, look: Look): void {
  const index = panels.indexOf(chosen);
  const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: panels.length - 1 }[event.key];
  const panel = to === undefined ? undefined : panels.at(to % panels.length);
  if (!panel) return;
  event.preventDefault();
  look({ panel });
  (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${panel}`)?.focus();
}
