import type { ReplayState } from '@interviewlm/recording';
import { dateText, icon, msg } from '@interviewlm/ui';
import { html, nothing } from 'lit';
import { renderCode } from './code-view.js';
import type { LiveFeed } from './live.js';
import { explain } from './problem.js';
import { shownPath, type Panel, type Scene } from './scene.js';
import { secondOf } from './time.js';
import './replay-chat.js';
import './replay-comments.js';
import './replay-controls.js';
import './replay-files.js';
import './replay-question.js';
import './replay-search.js';
import './replay-terminal.js';
import './replay-tests.js';
import './replay-transcript.js';

export function renderEmpty(error: unknown, chosen: boolean, retry: () => void) {
  if (error) {
    const { heading, text, retry: canRetry } = explain(error);
    return html`<div class="center" role="alert">
      <ilm-notice icon="error" tone="danger" heading=${heading}>
        ${text} ${canRetry ? html`<button slot="actions" class="button" @click=${retry}>${msg('Try again')}</button>` : nothing}
      </ilm-notice>
    </div>`;
  }
  return html`<div class="center">
    ${
      chosen
        ? html`<ilm-spinner label=${msg('Opening the recording')}></ilm-spinner>`
        : html`<ilm-notice icon="play" heading=${msg('No recording is chosen')}
            >${msg('This element needs an interview and a token to show one.')}</ilm-notice
          >`
    }
  </div>`;
}

export const renderFailure = (retry: () => void) =>
  html`<div class="warning retry" role="alert">
    <span>${msg('A part of the recording could not be loaded.')}</span>
    <button class="button small" @click=${retry}>${msg('Try again')}</button>
  </div>`;

export function renderHeader({ player: { replay }, state, view, maskFixed, look }: Scene, live: LiveFeed | null) {
  const { title, candidate, started_at } = replay.manifest;
  const lost = replay.timeline.gaps.length + replay.timeline.malformed + state.signals.gaps;
  return html`<header class="bar" part="top">
    <h1>${title}</h1>
    <span class="who"
      ><bdi>${view.masked ? msg('Candidate') : candidate.name}</bdi
      >${started_at ? html` <time datetime=${started_at}>${dateText(started_at)}</time>` : nothing}</span
    >
    ${lost ? html`<span class="badge warning" title=${msg('Not everything was recorded, or a part of it can’t be read')}>${icon('warning')} ${msg('Gaps')}</span>` : nothing}
    ${state.signals.away ? html`<span class="badge">${msg('Away from the page')}</span>` : nothing}
    ${live && !live.ended ? html`<span class="badge ${live.connected === false ? 'warning' : 'danger'}">${live.connected === false ? msg('Connection lost') : msg('Live')}</span>` : nothing}
    ${statusBadge(state)}
    ${
      maskFixed
        ? nothing
        : html`<button class="button quiet small" aria-pressed=${view.masked} @click=${() => look({ masked: !view.masked })}>
            ${msg('Hide name')}
          </button>`
    }
  </header>`;
}

export function renderFiles({ view, state }: Scene) {
  return html`<div class="head">${msg('Files')}</div>
    <replay-files .files=${state.files} .shown=${shownPath(view, state)}></replay-files>`;
}

export function renderTerminal({ state, appearance }: Scene) {
  return html`<div class="head">${icon('terminal')} ${msg('Terminal')}</div>
    <replay-terminal .appearance=${appearance} .terminals=${state.terminals}></replay-terminal>`;
}

export function renderPanel(panel: Panel, scene: Scene) {
  const { view, player, state, comments, appearance } = scene;
  switch (panel) {
    case 'code':
      return html`<div class="pane">${renderCode(scene)}</div>`;
    case 'files':
      return html`<replay-files .files=${state.files} .shown=${shownPath(view, state)}></replay-files>`;
    case 'terminal':
      return html`<replay-terminal .appearance=${appearance} .terminals=${state.terminals}></replay-terminal>`;
    case 'chat':
      return html`<replay-chat .messages=${state.messages}></replay-chat>`;
    case 'tests':
      return html`<replay-tests .runs=${state.runs}></replay-tests>`;
    case 'question':
      return html`<replay-question .question=${state.question}></replay-question>`;
    case 'comments':
      return html`<replay-comments
        .threads=${comments.threads}
        .now=${player.t}
        .author=${scene.author}
        .add=${comments.add}
        .withdraw=${comments.remove}
      ></replay-comments>`;
    case 'search':
      return html`<replay-search .replay=${player.replay}></replay-search>`;
    case 'transcript':
      return html`<replay-transcript
        .entries=${player.replay.entries}
        .count=${player.replay.entries.length}
        .now=${secondOf(player.t)}
      ></replay-transcript>`;
  }
}

function statusBadge({ status }: ReplayState) {
  const words = {
    waiting: ['', msg('Not started')],
    active: ['accent', msg('Working')],
    paused: ['warning', msg('Paused')],
    submitted: ['success', msg('Submitted')],
    scored: ['success', msg('Scored')],
    expired: ['danger', msg('Time over')],
  } as const;
  const [tone, word] = words[status];
  return html`<span class="badge ${tone}">${word}</span>`;
}
