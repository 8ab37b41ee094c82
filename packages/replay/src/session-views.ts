import type { FileState, Player, ReplayState } from '@interviewlm/recording';
import { dateText, getLocale, icon, msg, str, type Appearance } from '@interviewlm/ui';
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { LineIndex } from './code/line-index.js';
import type { CommentsController } from './comments-controller.js';
import type { LiveFeed } from './live.js';
import { originWords, type OriginsController } from './origins.js';
import { explain } from './problem.js';
import type { Preview } from './replay-timeline.js';
import { placesOf } from './search.js';
import { clock, secondOf } from './time.js';
import { retold } from './retold.js';
import './replay-chat.js';
import './replay-code.js';
import './replay-comments.js';
import './replay-controls.js';
import './replay-diff.js';
import './replay-files.js';
import './replay-question.js';
import './replay-search.js';
import './replay-terminal.js';
import './replay-tests.js';
import './replay-transcript.js';

export type Panel = 'code' | 'files' | 'chat' | 'tests' | 'terminal' | 'question' | 'comments' | 'search' | 'transcript';

/** What the reviewer chose to look at; nothing of it is recorded. */
export interface View {
  readonly panel: Panel;
  readonly mode: 'code' | 'diff';
  readonly layout: 'inline' | 'side-by-side';
  /** The moment to compare with; null compares with the starter. */
  readonly base_ms: number | null;
  /** The file that stays open; null follows the candidate. */
  readonly pinned: string | null;
  /** What was searched for, in small letters. */
  readonly query: string;
  /** The reviewer judges the work without the name. */
  readonly masked: boolean;
}

/** What the panels are drawn from. */
export interface Scene {
  readonly view: View;
  readonly player: Player;
  readonly state: ReplayState;
  readonly origins: OriginsController;
  readonly comments: CommentsController;
  readonly author: string;
  readonly look: Look;
  readonly appearance: Appearance | undefined;
}

export type Look = (change: Partial<View>) => void;

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

export function renderHeader({ player: { replay }, state, view, look }: Scene, live: LiveFeed | null) {
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
    <button class="button quiet small" aria-pressed=${view.masked} @click=${() => look({ masked: !view.masked })}>
      ${msg('Hide name')}
    </button>
  </header>`;
}

export function renderFiles({ view, state }: Scene) {
  return html`<div class="head">${msg(msg('Files'))}</div>
    <replay-files .files=${state.files} .shown=${shownPath(view, state)}></replay-files>`;
}

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
        <button aria-pressed=${view.mode === 'code'} @click=${() => look({ mode: 'code' })}>${msg(msg('Code'))}</button>
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

export function renderTerminal({ state, appearance }: Scene) {
  return html`<div class="head">${icon('terminal')} ${msg(msg('Terminal'))}</div>
    <replay-terminal .appearance=${appearance} .terminals=${state.terminals}></replay-terminal>`;
}

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

/** The code around the candidate's cursor at a moment, for the timeline's tip. */
export function previewAt({ replay }: Player, t: number): Preview | null {
  const state = replay.stateAt(t);
  const path = state && shownPath({ pinned: null }, state);
  const file = state && path ? state.files.get(path) : undefined;
  if (!state || !path || !file) return null;
  const lines = new LineIndex(file.content);
  const at = state.cursor?.path === path ? lines.lineOf(state.cursor.offset) : 0;
  const first = Math.max(0, Math.min(at - 6, lines.count - 12));
  return { path, lines: Array.from({ length: Math.min(12, lines.count - first) }, (_, index) => lines.line(first + index).slice(0, 72)) };
}

/** The file on show: the pinned one while it exists, else the candidate's, else the first that the question gave. */
export function shownPath({ pinned }: Pick<View, 'pinned'>, { files, open }: Pick<ReplayState, 'files' | 'open'>): string | null {
  if (pinned !== null && files.has(pinned)) return pinned;
  if (open !== null && files.has(open)) return open;
  for (const [path, { starter }] of files) if (starter !== null) return path;
  return null;
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
