import { ContextProvider } from '@lit/context';
import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { FetchToken } from '@interviewlm/client';
import type { SubmitReceipt } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define, icon, loadMonaco, placedStyles } from '@interviewlm/ui';
import type { SplitResizeEvent } from '@interviewlm/ui';
import type { CodeInsertEvent } from './chat/interview-chat.js';
import type { InterviewEditor } from './editor/interview-editor.js';
import { announce } from './announce.js';
import { InterviewErrorEvent, InterviewSubmitEvent } from './events.js';
import { Parts } from './parts.js';
import type { PartTag } from './parts.js';
import './question/timer.js';
import type { InterviewAbout } from './session/about-dialog.js';
import { connectionStatus } from './session/connection-status.js';
import { coverOf, elsewhere, loading, spokenState } from './session/covers.js';
import { watchIntegrity } from './session/integrity.js';
import { holdInterview } from './session/one-tab.js';
import type { Hold } from './session/one-tab.js';
import type { PlaceRevealEvent } from './tests/interview-tests.js';
import type { InterviewSubmit } from './session/submit-dialog.js';
import { workspaceContext } from './state/context.js';
import { inWords } from './state/words.js';
import type { Workspace } from './state/workspace.js';
import { narrowWidth, viewWords, views } from './views.js';
import type { View } from './views.js';
import { workspaceStyles } from './workspace-styles.js';

/**
 * `<interview-workspace>`: a coding interview that lives in any page. Give it an interview and a way to get tokens:
 *
 *     <interview-workspace interview="itv_…" base-url="https://interviews.example.com"></interview-workspace>
 *     workspace.fetchToken = () => fetch('/my/token').then((answer) => answer.text());
 *
 * @fires {InterviewReadyEvent} interview-ready - it can be worked on; `interview` is the interview
 * @fires {InterviewSavedEvent} interview-saved - a file is on the server; `path`, `version`
 * @fires {InterviewTestsRunEvent} interview-tests-run - a run of the tests ended; `result`
 * @fires {InterviewSubmitEvent} interview-submit - it was submitted; `receipt`
 * @fires {InterviewExpiredEvent} interview-expired - the time is over
 * @fires {InterviewConnectionEvent} interview-connection - the server went away or is back; `online`
 * @fires {InterviewErrorEvent} interview-error - it can't be opened; `message`
 * @csspart top - the bar with the title, the time and the button that submits
 * @csspart title - the assessment's title in that bar
 * @csspart submit - the button that submits
 * @csspart main - everything below the bar while the interview can be worked on
 * @cssprop [--ilm-workspace-height=420px] - how high the workspace is at least
 */
export class InterviewWorkspace extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), placedStyles, ...buttonStyles, badgeStyles, workspaceStyles];

  /** `itv_…` */
  @property({ reflect: true }) interview = '';
  /** The origin of the InterviewLM server. */
  @property({ attribute: 'base-url', reflect: true }) baseUrl = '';
  /** Called for the first session token and again before each expires. Resolves with the token, or with the API's answer that holds it. */
  @property({ attribute: false }) fetchToken?: FetchToken;
  /** Set while the element is too narrow for panes side by side. */
  @property({ type: Boolean, reflect: true }) narrow = false;

  @state() private workspace: Workspace | undefined;
  @state() private isElsewhere = false;
  @state() private problem = '';
  @state() private view: View = 'question';
  @state() private panel: 'tests' | 'terminal' = 'tests';
  @query('interview-submit') private submitDialog!: InterviewSubmit;
  @query('interview-about') private about!: InterviewAbout;

  private readonly parts = new Parts(this);
  private readonly provider = new ContextProvider(this, { context: workspaceContext });
  private hold: Hold | null = null;
  private generation = 0;
  private readonly size = new ResizeObserver(([entry]) => (this.narrow = (entry?.contentRect.width ?? Infinity) < narrowWidth));

  /** Asks the candidate, then submits. Null when they decide to go on working, or when there is nothing to submit. */
  async submit(): Promise<SubmitReceipt | null> {
    const { workspace } = this;
    if (!workspace || !['active', 'paused', 'expired'].includes(workspace.session.phase)) return null;
    await this.parts.load('interview-submit');
    const receipt = await this.submitDialog.ask();
    if (receipt) this.dispatchEvent(new InterviewSubmitEvent(receipt));
    return receipt;
  }

  /** Puts the focus into the editor, or whichever part is shown. */
  override focus(): void {
    this.show(this.narrow ? this.view : 'editor');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.size.observe(this);
    if (this.hasUpdated) void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.size.disconnect();
    this.close();
  }

  protected override updated(changed: PropertyValues): void {
    // A page that draws itself again gives the same way to get tokens as a new function: it is used from then on, and nothing else begins.
    const gotOrLostWay = changed.has('fetchToken') && !(changed.get('fetchToken') && this.fetchToken);
    if (changed.has('interview') || changed.has('baseUrl') || gotOrLostWay) void this.open();
  }

  private async open(steal = false): Promise<void> {
    this.close();
    const { interview, baseUrl, fetchToken } = this;
    if (!interview || !fetchToken || !this.isConnected) return;
    preload();
    const generation = ++this.generation;
    const isStale = () => generation !== this.generation;
    const hold = await holdInterview(interview, { steal, onLost: () => this.lose() });
    if (isStale()) return hold?.release();
    this.isElsewhere = hold === null;
    if (!hold) return;
    this.hold = hold;
    const { Workspace } = await import('./state/workspace.js');
    const newest = () => (this.fetchToken ?? fetchToken)();
    const workspace = await Workspace.create({ interview, baseUrl: baseUrl || location.origin, fetchToken: newest });
    if (isStale()) {
      workspace.close();
      return;
    }
    await this.start(workspace);
  }

  private async start(workspace: Workspace): Promise<void> {
    this.workspace = workspace;
    const { desk } = workspace.memory;
    if (desk.panel === 'terminal') this.panel = 'terminal';
    this.provider.setValue(workspace);
    for (const part of [workspace.session, workspace.connection, workspace.tests]) part.subscribe(() => this.requestUpdate());
    announce(this, workspace);
    watchIntegrity(workspace);
    // Closed while it was opening: there is nothing to say.
    await workspace.start().catch((error: unknown) => {
      if (!workspace.signal.aborted) workspace.session.fail(error);
    });
    if (workspace.session.phase === 'active') void this.parts.loadRest();
    if (workspace.session.phase === 'error') this.dispatchEvent(new InterviewErrorEvent(workspace.session.problem ?? ''));
  }

  private lose(): void {
    this.close();
    this.isElsewhere = true;
  }

  private close(): void {
    this.generation++;
    this.workspace?.close();
    this.workspace = undefined;
    this.provider.setValue(undefined);
    this.hold?.release();
    this.hold = null;
  }

  override render() {
    const { workspace } = this;
    if (this.isElsewhere) return html`<div class="cover">${elsewhere(() => void this.open(true))}</div>`;
    if (!workspace) return html`<div class="cover">${loading('Opening your interview…')}</div>`;
    const cover = coverOf(workspace, this.problem, {
      resume: () => void this.attempt(() => workspace.session.resume()),
      submit: () => void this.attempt(() => this.submit()),
      retry: () => void this.open(),
    });
    const isBlank = ['loading', 'submitted', 'error', 'expired'].includes(workspace.session.phase);
    return html`
      ${this.renderTop(workspace)} ${connectionStatus(workspace)}
      <span class="sr-only" role="status">${spokenState(workspace)}</span>
      ${this.problem && !cover ? html`<div class="connection" role="alert">${icon('error')}<span>${this.problem}</span></div>` : nothing}
      ${cover ? html`<div class="cover">${cover}</div>` : nothing} ${isBlank ? nothing : this.renderMain(cover !== null)}
      <interview-submit></interview-submit>
      <interview-about></interview-about>
    `;
  }

  private renderTop(workspace: Workspace) {
    const { session } = workspace;
    const { interview } = session;
    const canWork = session.phase === 'active';
    return html`<header class="top" part="top" @keydown=${this.onKey}>
      <h1 class="title" part="title">${interview?.assessment.title ?? 'Interview'}</h1>
      ${canWork || session.phase === 'paused' ? html`<interview-timer></interview-timer>` : nothing}
      ${
        canWork && interview?.accommodations.pause_allowed
          ? html`<button class="button quiet" @click=${() => void this.pause(workspace)}>
              ${icon('pause')}<span class="optional">Pause</span>
            </button>`
          : nothing
      }
      <button
        class="icon-button"
        aria-label="About this workspace: what is recorded, and keys"
        title="What is recorded, and keys"
        @click=${() => void this.attempt(() => this.showAbout())}
      >
        ${icon('info')}
      </button>
      ${canWork ? html`<button class="button submit" part="submit" @click=${() => void this.attempt(() => this.submit())}>${icon('flag')}Submit</button>` : nothing}
    </header>`;
  }

  /** The parts stay in place whatever the width is: only what lies around them changes. */
  private renderMain(isCovered: boolean) {
    const withChat = this.workspace?.session.interview?.ai_policy.mode !== 'off';
    const { narrow } = this;
    return html`
      ${narrow && !isCovered ? this.renderViews(withChat) : nothing}
      <main
        class="main"
        part="main"
        ?hidden=${isCovered}
        @keydown=${this.onKey}
        @code-insert=${this.onInsert}
        @place-reveal=${this.onReveal}
        @split-resize=${this.onSplit}
      >
        <ilm-split data-split="left" .size=${this.split('left', 0.25)} .min=${0.12} .max=${0.5} ?flat=${narrow} label="Question and code">
          <ilm-split
            slot="start"
            class="left"
            data-split="question"
            orientation="vertical"
            .size=${this.split('question', 0.68)}
            ?flat=${narrow}
            label="Question and files"
          >
            <interview-question slot="start" class="part" data-view="question" ?hidden=${this.isHidden('question')}
              >${this.parts.placeholder('interview-question')}</interview-question
            >
            <interview-file-tree slot="end" class="part" data-view="files" ?hidden=${this.isHidden('files')}
              >${this.parts.placeholder('interview-file-tree')}</interview-file-tree
            >
          </ilm-split>
          ${
            withChat
              ? html`<ilm-split
                  slot="end"
                  data-split="chat"
                  .size=${this.split('chat', 0.66)}
                  .min=${0.3}
                  .max=${0.85}
                  ?flat=${narrow}
                  label="Code and assistant"
                >
                  ${this.renderWork('start')}
                  <interview-chat slot="end" class="part" data-view="chat" ?hidden=${this.isHidden('chat')}
                    >${this.parts.placeholder('interview-chat')}</interview-chat
                  >
                </ilm-split>`
              : this.renderWork('end')
          }
        </ilm-split>
      </main>
    `;
  }

  private renderWork(slot: string) {
    return html`<ilm-split
      slot=${slot}
      data-split="work"
      orientation="vertical"
      .size=${this.split('work', 0.62)}
      .min=${0.15}
      .max=${0.85}
      ?flat=${this.narrow}
      label="Editor and results"
    >
      <interview-editor slot="start" class="part" data-view="editor" ?hidden=${this.isHidden('editor')}
        >${this.parts.placeholder('interview-editor')}</interview-editor
      >
      <section slot="end" class="panel" aria-label="Results">
        <div class="tabs" role="tablist" aria-label="Results" @keydown=${this.onTabsKey}>
          ${(['tests', 'terminal'] as const).map((name) => this.renderTab(name, this.panel === name, () => this.showPanel(name)))}
        </div>
        <interview-tests class="part" data-view="tests" ?hidden=${this.isHidden('tests')}
          >${this.parts.placeholder('interview-tests')}</interview-tests
        >
        <interview-terminal class="part" data-view="terminal" ?hidden=${this.isHidden('terminal')}
          >${this.parts.placeholder('interview-terminal')}</interview-terminal
        >
      </section>
    </ilm-split>`;
  }

  private renderViews(withChat: boolean) {
    return html`<div class="tabs views" role="tablist" aria-label="Parts of the workspace" @keydown=${this.onTabsKey}>
      ${views.filter((name) => withChat || name !== 'chat').map((name) => this.renderTab(name, this.view === name, () => (this.view = name)))}
    </div>`;
  }

  private renderTab(name: View, isSelected: boolean, choose: () => void) {
    const [label, mark] = viewWords[name];
    const result = name === 'tests' ? this.workspace?.tests.result : null;
    return html`<button role="tab" aria-selected=${isSelected} tabindex=${isSelected ? 0 : -1} @click=${choose}>
      ${icon(mark)}<span class="label">${label}</span>
      ${result ? html`<span class="badge ${result.failed === 0 && result.total > 0 ? 'success' : 'danger'}">${result.passed}/${result.total}</span>` : nothing}
    </button>`;
  }

  private isHidden(name: View): boolean {
    if (this.narrow) return this.view !== name;
    return (name === 'tests' || name === 'terminal') && this.panel !== name;
  }

  private split(name: string, size: number): number {
    return this.workspace?.memory.desk.splits[name] ?? size;
  }

  private showPanel(name: 'tests' | 'terminal'): void {
    this.panel = name;
    this.workspace?.memory.update({ panel: name });
  }

  private async pause(workspace: Workspace): Promise<void> {
    await this.attempt(async () => {
      await workspace.files.saveAll();
      await workspace.session.pause();
    });
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem = inWords(error);
    }
  }

  private show(name: View): void {
    if (this.narrow) this.view = name;
    else if (name === 'tests' || name === 'terminal') this.showPanel(name);
    void this.attempt(() => this.focusPart(name));
  }

  private async focusPart(name: View): Promise<void> {
    await this.updateComplete;
    const part = this.partOf(name);
    if (part) await this.parts.load(part.localName as PartTag);
    part?.focus();
  }

  private async showAbout(): Promise<void> {
    await this.parts.load('interview-about');
    this.about.show();
  }

  private partOf(name: View): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-view=${name}]`);
  }

  private readonly onSplit = (event: SplitResizeEvent) => {
    const name = (event.target as HTMLElement).dataset.split;
    const { memory } = this.workspace ?? {};
    if (name) memory?.update({ splits: { ...memory.desk.splits, [name]: event.size } });
  };

  private readonly onInsert = async (event: CodeInsertEvent) => {
    this.show('editor');
    await this.parts.load('interview-editor');
    this.renderRoot.querySelector<InterviewEditor>('interview-editor')?.insert(event.code);
  };

  private readonly onReveal = ({ place }: PlaceRevealEvent) => {
    this.show('editor');
    void this.renderRoot.querySelector<InterviewEditor>('interview-editor')?.reveal(place.path, place.line);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === 'F6') {
      event.preventDefault();
      this.moveToNextPart(event.target as HTMLElement, event.shiftKey ? -1 : 1);
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      if ((event.target as HTMLElement).dataset.view === 'chat') return;
      event.preventDefault();
      this.show('tests');
      void this.workspace?.tests.run();
    }
  };

  /** The top bar is one of the places that F6 goes to: who works by keys submits from there. */
  private moveToNextPart(from: HTMLElement, step: 1 | -1): void {
    const order = ['top', ...views.filter((name) => this.partOf(name) && (this.narrow || !this.isHidden(name)))] as const;
    const current = from.closest('header') ? 'top' : ((from.dataset.view as View | undefined) ?? 'editor');
    const next = order[(order.indexOf(current) + step + order.length) % order.length];
    if (next === 'top') this.renderRoot.querySelector<HTMLElement>('.top button')?.focus();
    else if (next) this.show(next);
  }

  private readonly onTabsKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')];
    const next = tabs[(tabs.indexOf(event.target as HTMLElement) + step + tabs.length) % tabs.length];
    next?.click();
    next?.focus();
  };
}

/**
 * Begins to load what every workspace needs, the editor above all: a page may call it before it has a token. What fails is tried again,
 * and told, where it is needed.
 */
export function preload(): void {
  void Promise.allSettled([loadMonaco(), import('./state/workspace.js'), import('./editor/interview-editor.js')]);
}

define('interview-workspace', InterviewWorkspace);

declare global {
  interface HTMLElementTagNameMap {
    'interview-workspace': InterviewWorkspace;
  }
}
