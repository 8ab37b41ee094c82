import type { Player, ReplayState } from '@interviewlm/recording';
import { icon, type Appearance } from '@interviewlm/ui';
import { html, nothing } from 'lit';
import { explain } from './problem.js';
import { clock } from './time.js';
import './replay-chat.js';
import './replay-code.js';
import './replay-controls.js';
import './replay-diff.js';
import './replay-files.js';
import './replay-question.js';
import './replay-terminal.js';
import './replay-tests.js';
import './replay-transcript.js';

export type Panel = 'code' | 'files' | 'chat' | 'tests' | 'terminal' | 'question' | 'transcript';

/** What the reviewer chose to look at; nothing of it is recorded. */
export interface View {
  readonly panel: Panel;
  readonly mode: 'code' | 'diff';
  readonly layout: 'inline' | 'side-by-side';
  /** The moment to compare with; null compares with the starter. */
  readonly base_ms: number | null;
  /** The file that stays open; null follows the candidate. */
  readonly pinned: string | null;
}

export type Look = (change: Partial<View>) => void;

const panelNames: Record<Panel, string> = {
  code: 'Code',
  files: 'Files',
  chat: 'Assistant',
  tests: 'Tests',
  terminal: 'Terminal',
  question: 'Question',
  transcript: 'Transcript',
};

export function renderEmpty(error: unknown, chosen: boolean, retry: () => void) {
  if (error) {
    const { heading, text, retry: canRetry } = explain(error);
    return html`<div class="center" role="alert">
      <ilm-notice icon="error" tone="danger" heading=${heading}>
        ${text} ${canRetry ? html`<button slot="actions" class="button" @click=${retry}>Try again</button>` : nothing}
      </ilm-notice>
    </div>`;
  }
  return html`<div class="center">
    ${
      chosen
        ? html`<ilm-spinner label="Opening the recording"></ilm-spinner>`
        : html`<ilm-notice icon="play" heading="No recording is chosen"
            >This element needs an interview and a token to show one.</ilm-notice
          >`
    }
  </div>`;
}

export function renderHeader({ replay }: Player, state: ReplayState) {
  const { title, candidate, started_at } = replay.manifest;
  const lost = replay.timeline.gaps.length + replay.timeline.malformed + state.signals.gaps;
  return html`<header class="bar">
    <h1>${title}</h1>
    <span class="who">${candidate.name}${started_at ? html` <time datetime=${started_at}>${day(started_at)}</time>` : nothing}</span>
    ${lost ? html`<span class="badge warning" title="Not everything was recorded, or a part of it can’t be read">${icon('warning')} Gaps</span>` : nothing}
    ${state.signals.away ? html`<span class="badge">Away from the page</span>` : nothing} ${statusBadge(state)}
  </header>`;
}

export function renderFiles(view: View, state: ReplayState) {
  return html`<div class="head">Files</div>
    <replay-files .files=${state.files} .shown=${shownPath(view, state)}></replay-files>`;
}

export function renderCode(view: View, player: Player, state: ReplayState, look: Look, appearance?: Appearance) {
  const path = shownPath(view, state);
  const file = path === null ? undefined : state.files.get(path);
  if (path === null || !file) return html`<ilm-notice icon="code">No file is open at this moment.</ilm-notice>`;
  return html`
    <div class="head">
      <bdi class="path" title=${path}>${path}</bdi>
      ${
        view.pinned !== null && view.pinned !== state.open
          ? html`<button class="button quiet small" @click=${() => look({ pinned: null })}>Follow the candidate</button>`
          : nothing
      }
      ${view.mode === 'diff' ? renderDiffChoices(view, player, look) : nothing}
      <div class="switch" role="group" aria-label="View">
        <button aria-pressed=${view.mode === 'code'} @click=${() => look({ mode: 'code' })}>Code</button>
        <button aria-pressed=${view.mode === 'diff'} @click=${() => look({ mode: 'diff' })}>Changes</button>
      </div>
    </div>
    ${file.damaged ? html`<div class="warning">${icon('warning')} ${file.damaged} The text may differ from what the candidate saw.</div>` : nothing}
    ${
      view.mode === 'code'
        ? html`<replay-code
            .appearance=${appearance}
            .path=${path}
            .file=${file}
            .cursor=${state.cursor}
            .selection=${state.selection}
            .scrolled=${state.scroll}
            ?follow=${view.pinned === null || view.pinned === state.open}
          ></replay-code>`
        : html`<replay-diff
            .appearance=${appearance}
            .path=${path}
            .original=${baseText(view, player, path, file.starter ?? '')}
            .modified=${file.content}
            .layout=${view.layout}
          ></replay-diff>`
    }
  `;
}

export function renderTerminal(state: ReplayState, appearance?: Appearance) {
  return html`<div class="head">${icon('terminal')} Terminal</div>
    <replay-terminal .appearance=${appearance} .terminals=${state.terminals}></replay-terminal>`;
}

export function renderTabs(panels: readonly Panel[], chosen: Panel, state: ReplayState, look: Look) {
  return html`<div
    class="tabs"
    role="tablist"
    aria-label="Panels"
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
          ${panelNames[panel]} ${tabCount(panel, state)}
        </button>`,
    )}
  </div>`;
}

export function renderPanel(panel: Panel, view: View, player: Player, state: ReplayState, look: Look, appearance?: Appearance) {
  switch (panel) {
    case 'code':
      return html`<div class="pane">${renderCode(view, player, state, look, appearance)}</div>`;
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
    case 'transcript':
      return html`<replay-transcript
        .entries=${player.replay.entries}
        .count=${player.replay.entries.length}
        .now=${secondOf(player.t)}
      ></replay-transcript>`;
  }
}

/** The file on show: the pinned one while it exists, else the candidate's, else the first that the question gave. */
export function shownPath({ pinned }: Pick<View, 'pinned'>, { files, open }: Pick<ReplayState, 'files' | 'open'>): string | null {
  if (pinned !== null && files.has(pinned)) return pinned;
  if (open !== null && files.has(open)) return open;
  for (const [path, { starter }] of files) if (starter !== null) return path;
  return null;
}

/** Made once: the browser takes half a millisecond to find out how a date is written here. */
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const day = (timestamp: string) => dates.format(new Date(timestamp));

function statusBadge({ status }: ReplayState) {
  const words = {
    waiting: ['', 'Not started'],
    active: ['accent', 'Working'],
    paused: ['warning', 'Paused'],
    submitted: ['success', 'Submitted'],
    scored: ['success', 'Scored'],
    expired: ['danger', 'Time over'],
  } as const;
  const [tone, word] = words[status];
  return html`<span class="badge ${tone}">${word}</span>`;
}

function renderDiffChoices(view: View, player: Player, look: Look) {
  const onBase = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    look({ base_ms: value === 'starter' ? null : value === 'now' ? player.t : view.base_ms });
  };
  return html`
    <select class="field" aria-label="Compare with" @change=${onBase}>
      <option value="starter" ?selected=${view.base_ms === null}>Since the start</option>
      ${view.base_ms === null ? nothing : html`<option value="base" selected>Since ${clock(view.base_ms)}</option>`}
      <option value="now">Since this moment (${clock(player.t)})</option>
    </select>
    <button
      class="button quiet small"
      aria-pressed=${view.layout === 'side-by-side'}
      @click=${() => look({ layout: view.layout === 'inline' ? 'side-by-side' : 'inline' })}
    >
      Side by side
    </button>
  `;
}

function baseText({ base_ms }: View, { replay }: Player, path: string, starter: string): string {
  return base_ms === null ? starter : (replay.stateAt(base_ms)?.files.get(path)?.content ?? '');
}

function tabCount(panel: Panel, { messages, runs }: ReplayState) {
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

/** The transcript needs no more than the second, and is long. */
const secondOf = (t: number) => Math.floor(t / 1000) * 1000 + 999;
