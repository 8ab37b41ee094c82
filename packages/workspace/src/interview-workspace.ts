import { ContextProvider } from '@lit/context';
import { html } from 'lit';
import type { PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { FetchToken } from '@interviewlm/client';
import type { SubmitReceipt } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define, fetchMonaco, loadMonaco, msg, placedStyles } from '@interviewlm/ui';
import { InterviewErrorEvent, InterviewSubmitEvent } from './events.js';
import type { Layout } from './layout/layout.js';
import { CoverFocus } from './session/cover-focus.js';
import { elsewhere, loading } from './session/first-covers.js';
import { holdInterview } from './session/one-tab.js';
import type { Hold } from './session/hold.js';
import { workspaceContext } from './state/context.js';
import type { Workspace } from './state/workspace.js';
import { narrowWidth } from './views.js';
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

  @state() private layout: Layout | undefined;
  @state() private isElsewhere = false;

  private readonly provider = new ContextProvider(this, { context: workspaceContext });
  private hold: Hold | null = null;
  private draw: typeof import('./layout/draw.js').draw | undefined;
  private generation = 0;
  private readonly size = new ResizeObserver(([entry]) => (this.narrow = (entry?.contentRect.width ?? Infinity) < narrowWidth));

  constructor() {
    super();
    new CoverFocus(this);
  }

  /** Asks the candidate, then submits. Null when they decide to go on working, or when there is nothing to submit. */
  async submit(): Promise<SubmitReceipt | null> {
    const receipt = (await this.layout?.submit()) ?? null;
    if (receipt) this.dispatchEvent(new InterviewSubmitEvent(receipt));
    return receipt;
  }

  /** Puts the focus into the editor, or whichever part is shown. */
  override focus(): void {
    this.layout?.focus();
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

  override render() {
    if (this.layout && this.draw) return this.draw(this.layout);
    const [label, content] = this.isElsewhere
      ? [msg('This interview is open in another tab'), elsewhere(() => void this.open(true))]
      : [msg('Opening your interview…'), loading(msg('Opening your interview…'))];
    return html`<div class="cover" role="group" tabindex="-1" aria-label=${label}>${content}</div>`;
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
    const [{ Workspace }, { Layout }, { draw }] = await Promise.all([
      import('./state/workspace.js'),
      import('./layout/layout.js'),
      import('./layout/draw.js'),
    ]);
    const newest = () => (this.fetchToken ?? fetchToken)();
    const workspace = await Workspace.create({ interview, baseUrl: baseUrl || location.origin, fetchToken: newest });
    if (isStale()) {
      workspace.close();
      return;
    }
    this.draw = draw;
    this.layout = new Layout(this, workspace, () => void this.open());
    await this.start(workspace, this.layout);
  }

  private async start(workspace: Workspace, { parts }: Layout): Promise<void> {
    this.provider.setValue(workspace);
    // Closed while it was opening: there is nothing to say.
    await workspace.start().catch((error: unknown) => {
      if (!workspace.signal.aborted) workspace.session.fail(error);
    });
    if (workspace.session.phase === 'active') void parts.loadRest();
    if (workspace.session.phase === 'error') this.dispatchEvent(new InterviewErrorEvent(workspace.session.problem ?? ''));
  }

  private lose(): void {
    this.close();
    this.isElsewhere = true;
  }

  private close(): void {
    this.generation++;
    this.layout?.close();
    this.layout = undefined;
    this.provider.setValue(undefined);
    this.hold?.release();
    this.hold = null;
  }
}

/** How long Monaco waits for a first file to be on the screen before it takes the processor. */
const patienceMs = 1000;

/**
 * Begins to load what every workspace needs, the editor above all: a page may call it before it has a token. What fails is tried again,
 * and told, where it is needed.
 */
export function preload(): void {
  fetchMonaco();
  setTimeout(() => void loadMonaco().catch(() => undefined), patienceMs);
  void Promise.allSettled([import('./state/workspace.js'), import('./layout/layout.js'), import('./editor/interview-editor.js')]);
}

define('interview-workspace', InterviewWorkspace);

declare global {
  interface HTMLElementTagNameMap {
    'interview-workspace': InterviewWorkspace;
  }
}
