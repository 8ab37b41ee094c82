import type { FileState, Player } from '@interviewlm/recording';
import { getLocale, icon, msg, str } from '@interviewlm/ui';
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { originWords } from './origins.js';
import { shownPath, type Scene, type View } from './scene.js';
import { placesOf } from './search.js';
import { clock } from './time.js';
import { retold } from './retold.js';
import './replay-code.js';
import './replay-diff.js';

/** The file on show: its text at this moment, or what has changed in it. */
export function renderCode(scene: Scene) {
  const { view, state, look } = scene;
  const path = shownPath(view, state);
  const file = path === null ? undefined : state.files.get(path);
  if (path === null || !file) return html`<ilm-notice icon="code">${msg('No file is open at this moment.')}</ilm-notice>`;
  return html`
    <div class="head">
      <bdi class="path" title=${path}>${path}</bdi>
      ${
        view.pinned !== null && view.pinned !== state.open
          ? html`<button class="button quiet small" @click=${() => look({ pinned: null })}>${msg('Follow the candidate')}</button>`
          : nothing
      }
      ${view.mode === 'diff' ? renderDiffChoices(scene) : renderOrigins(scene)}
      <div class="switch" role="group" aria-label=${msg('View')}>
        <button aria-pressed=${view.mode === 'code'} @click=${() => look({ mode: 'code' })}>${msg('Code')}</button>
        <button aria-pressed=${view.mode === 'diff'} @click=${() => look({ mode: 'diff' })}>${msg('Changes')}</button>
      </div>
    </div>
    ${file.damaged ? html`<div class="warning">${icon('warning')} ${msg(str`${retold(file.damaged)} The text may differ from what the candidate saw.`)}</div>` : nothing}
    ${view.mode === 'code' ? renderText(scene, path, file) : renderDiff(scene, path, file)}
  `;
}

function renderText({ view, player, state, origins, appearance }: Scene, path: string, file: FileState) {
  return html`<replay-code
    .appearance=${appearance}
    .path=${path}
    .file=${file}
    .cursor=${state.cursor}
    .selection=${state.selection}
    .scrolled=${state.scroll}
    .marks=${origins.marks(player, path, file.content)}
    .found=${guard([file.content, view.query], () => placesOf(file.content, view.query))}
    ?follow=${view.pinned === null || view.pinned === state.open}
  ></replay-code>`;
}

function renderDiff({ view, player, appearance }: Scene, path: string, file: FileState) {
  return html`<replay-diff
    .appearance=${appearance}
    .path=${path}
    .original=${baseText(view, player, path, file.starter ?? '')}
    .modified=${file.content}
    .layout=${view.layout}
  ></replay-diff>`;
}

function renderOrigins({ origins }: Scene) {
  const words = Object.entries(originWords()).filter(([kind]) => kind !== 'undo');
  return html`${
      origins.on
        ? html`<span class="legend">${words.map(([kind, word]) => html`<span class="from-${kind}">${word}</span>`)}</span>`
        : nothing
    }
    <button
      class="button quiet small"
      aria-pressed=${origins.on}
      title=${msg('Colour the code by where it came from (P)')}
      @click=${() => origins.toggle()}
    >
      ${msg('Origins')}
    </button>`;
}

function renderDiffChoices({ view, player, look }: Scene) {
  const onBase = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    look({ base_ms: value === 'starter' ? null : value === 'now' ? player.t : value === 'base' ? view.base_ms : Number(value) });
  };
  return html`
    <select class="field" aria-label=${msg('Compare with')} @change=${onBase}>
      <option value="starter" ?selected=${view.base_ms === null}>${msg('Since the start')}</option>
      ${view.base_ms === null ? nothing : html`<option value="base" selected>${msg(str`Since ${clock(view.base_ms)}`)}</option>`}
      <option value="now">${msg(str`Since this moment (${clock(player.t)})`)}</option>
      ${guard([player.replay.manifest.markers, getLocale()], () => runsOf(player).map(({ t_ms, label }) => html`<option value=${t_ms}>${msg(str`Since ${clock(t_ms)}: ${retold(label)}`)}</option>`))}
    </select>
    <button
      class="button quiet small"
      aria-pressed=${view.layout === 'side-by-side'}
      @click=${() => look({ layout: view.layout === 'inline' ? 'side-by-side' : 'inline' })}
    >
      ${msg('Side by side')}
    </button>
  `;
}

/** The runs are the moments that a reviewer compares with most. */
const runsOf = ({ replay }: Player) =>
  replay.manifest.markers.filter(({ kind }) => kind === 'run_failed' || kind === 'run_passed').slice(-40);

function baseText({ base_ms }: View, { replay }: Player, path: string, starter: string): string {
  return base_ms === null ? starter : (replay.stateAt(base_ms)?.files.get(path)?.content ?? '');
}
