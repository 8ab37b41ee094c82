import '@interviewlm/ui/split-pane.js';
import { createClient, type Client, type FetchToken } from '@interviewlm/client';
import type { Player, ReplayState, SegmentSource, Zone } from '@interviewlm/recording';
import { BaseElement, badgeStyles, buttonStyles, define, fieldStyles, msg } from '@interviewlm/ui';
import { html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { clientSource } from './client-source.js';
import { originStyles } from './code/code-styles.js';
import { runCommand, type Session } from './commands.js';
import { clientComments } from './comment-store.js';
import { CommentsController } from './comments-controller.js';
import { ReplayCommandEvent, ReplayErrorEvent, ReplayReadyEvent, ReplaySeekEvent, type Command } from './events.js';
import { fileSource } from './file-source.js';
import { commandOf } from './keys.js';
import { OriginsController } from './origins.js';
import { Moments } from './moments.js';
import { PlayerController } from './player-controller.js';
import { Printing } from './printing.js';
import type { ReplayControls } from './replay-controls.js';
import { printStyles, renderPrint } from './replay-print.js';
import type { ReplayTimeline } from './replay-timeline.js';
import { previewAt, type Scene, type View } from './scene.js';
import { renderNarrow, renderWide } from './session-layout.js';
import { sessionStyles } from './session-styles.js';
import { renderEmpty, renderFailure, renderHeader } from './session-views.js';
import { clock, momentIn, secondOf } from './time.js';
import { retold } from './retold.js';
import { Toast } from './toast.js';
import './replay-timeline.js';

const noZones: readonly Zone[] = [];
/** Under this width the panels lie behind one another. */
const narrowPx = 760;

/**
 * `<session-replay interview="itv_…">`: a recorded interview with everything that happened in it, at any moment.
 *
 * Give it `interview` and `fetchToken` (or `token`), the address of an exported bundle as `src`, or a `source` of your own. One that
 * still goes on is followed live. `#t=3:07` in the page's address opens it at
 * that moment. Colours, type and radius follow the `--ilm-…` properties; `--ilm-replay-height` is its height.
 *
 * @fires {ReplayReadyEvent} replay-ready - The first moment is shown; `manifest` says what the recording is.
 * @fires {ReplaySeekEvent} replay-seek - The playhead was put at `t_ms`.
 * @fires {ReplayErrorEvent} replay-error - The recording or a part of it can't be read; `error` says why.
 * @csspart top - the bar with the title and the candidate's name
 * @csspart main - files, code, terminal and conversation
 * @csspart controls - the buttons below: play, speed, and what else can be done
 * @csspart timeline - the timeline with its lanes and markers
 * @cssprop [--ilm-replay-height=760px] - how high the replay is
 */
export class SessionReplay extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    badgeStyles,
    fieldStyles,
    originStyles,
    sessionStyles,
    printStyles,
  ];

  /** The interview's id. */
  @property() interview = '';
  /** Where the API is; the page's own origin by default. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  /** Gives a session token with review access; called again before one expires. */
  @property({ attribute: false }) fetchToken: FetchToken | null = null;
  /** A token that is good for as long as the page needs it; `fetchToken` is better. */
  @property({ attribute: false }) token = '';
  /** A recording from elsewhere than the API. */
  @property({ attribute: false }) source: SegmentSource | null = null;

  /** An exported bundle to play in place of the API: its address. */
  @property() src = '';
  /** Who comments, as the host calls them; asked for when it is empty. */
  @property() author = '';
  /**
   * Shows nobody who the candidate is, and offers no way to. The server holds back what it knows when the token was made with
   * `mask_identity`; then this holds by itself, whatever the page says.
   */
  @property({ type: Boolean, reflect: true, attribute: 'mask-identity' }) maskIdentity = false;
  /** Where the host offers the signed bundle for download, if it does. */
  @property({ attribute: 'bundle-url' }) bundleUrl = '';

  /** @internal */
  @state() view: View = {
    panel: null,
    mode: 'code',
    layout: 'inline',
    base_ms: null,
    pinned: null,
    query: '',
    masked: false,
  };
  /** @internal */
  @state() narrow = false;
  /** Print shows the recording as a document and not as a player. */
  @property({ type: Boolean, reflect: true }) printing = false;
  @query('replay-controls') private controls?: ReplayControls;
  @query('replay-timeline') private timeline?: ReplayTimeline;
  /** @internal */
  readonly controller = new PlayerController(this, {
    ready: ({ replay }) => this.dispatchEvent(new ReplayReadyEvent(replay.manifest)),
    failed: (error) => this.dispatchEvent(new ReplayErrorEvent(error)),
  });
  private readonly comments = new CommentsController(this);
  private readonly origins = new OriginsController(this);
  private readonly sizes = new ResizeObserver(([entry]) => (this.narrow = (entry?.contentRect.width ?? 0) < narrowPx));
  private readonly moments = new Moments();
  private readonly toast = new Toast(this);
  /** @internal */
  readonly printer = new Printing(this, (isPrinting) => {
    this.printing = isPrinting;
    if (isPrinting) this.performUpdate();
  });
  private readonly preview = (t: number) => (this.player ? previewAt(this.player, t) : null);

  /** The player, once the recording's manifest was read. */
  get player(): Player | null {
    return this.controller.player;
  }

  /** Plays on from where the playhead is. */
  play(): void {
    this.player?.play();
  }

  /** Stops where the playhead is. */
  pause(): void {
    this.player?.pause();
  }

  /** Puts the playhead at `t_ms`. */
  seek(t_ms: number): void {
    const { player } = this;
    if (!player) return;
    this.controller.atLive = false;
    player.seek(t_ms);
    this.dispatchEvent(new ReplaySeekEvent(player.t));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    this.addEventListener('keydown', this.onKey);
    this.addEventListener('replay-command', this.onCommand);
    window.addEventListener('hashchange', this.onHash);
    if (this.hasUpdated) this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.removeEventListener('keydown', this.onKey);
    this.removeEventListener('replay-command', this.onCommand);
    window.removeEventListener('hashchange', this.onHash);
  }

  /** Opens the recording anew, from the start or from the moment in the page's address. */
  open(): void {
    const client = this.apiClient();
    const source = this.source ?? (this.src ? fileSource(this.src) : client && clientSource(client, this.interview));
    void this.comments.open(client && clientComments(client, this.interview));
    if (source) void this.controller.open(source, momentIn(location.hash) ?? 0);
    else this.controller.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const which = ['interview', 'baseUrl', 'token', 'source', 'src'] as const;
    // A page that draws itself again gives the same way to get tokens as a new function: it is used from then on, and nothing else begins.
    const gotOrLostWay = changed.has('fetchToken') && !(changed.get('fetchToken') && this.fetchToken);
    if (gotOrLostWay || which.some((name) => changed.has(name))) this.open();
  }

  override render() {
    const { player, controller } = this;
    const shown = player?.state;
    if (!player || !shown) return renderEmpty(controller.error, this.isChosen, () => this.open());
    const scene = this.sceneOf(player, shown);
    return html`<div class="root" tabindex="-1">
        ${renderHeader(scene, controller.live)}
        ${controller.error ? renderFailure(() => (player.mode === 'failed' ? player.retry() : this.open())) : nothing}
        <div class="body" part="main">${this.narrow ? renderNarrow(scene) : renderWide(scene)}</div>
        <replay-controls
          part="controls"
          ?playing=${player.playing}
          ?waiting=${player.mode === 'resuming' || player.mode === 'seeking'}
          .now=${secondOf(player.t)}
          .duration=${player.replay.duration_ms}
          .speed=${player.speed}
          ?skip-idle=${player.skipIdle}
          .live=${controller.live && !controller.live.ended ? (controller.atLive ? 'at' : 'behind') : null}
          .bundleUrl=${this.bundleUrl}
        ></replay-controls>
        <replay-timeline
          part="timeline"
          .duration=${player.replay.duration_ms}
          .now=${player.t}
          .ready=${player.replay.ready_ms}
          .entries=${player.replay.entries}
          .count=${player.replay.entries.length}
          .markers=${this.moments.of(player, this.isLive)}
          .idle=${player.replay.complete ? player.idle : noZones}
          .threads=${this.comments.threads}
          .loop=${controller.loop}
          .previewAt=${this.preview}
        ></replay-timeline>
        <div role="status">${this.toast.text ? html`<div class="toast">${this.toast.text}</div>` : nothing}</div>
      </div>
      ${this.printing ? renderPrint(player.replay, shown, player.t, this.comments.threads, scene.view.masked ? msg('Candidate') : player.replay.manifest.candidate.name) : nothing}`;
  }

  /**
   * What the reviewer looks at from now on.
   * @internal
   */
  readonly look = (change: Partial<View>): void => {
    this.view = { ...this.view, ...change };
  };

  private get isLive(): boolean {
    return this.controller.live !== null;
  }

  private get isChosen(): boolean {
    return this.source !== null || this.src !== '' || this.interview !== '';
  }

  private sceneOf(player: Player, state: ReplayState): Scene {
    const { origins, comments, author, look, appearance } = this;
    const maskFixed = this.maskIdentity || player.replay.manifest.identity_masked === true;
    const view = maskFixed ? { ...this.view, masked: true } : this.view;
    return { view, maskFixed, player, state, origins, comments, author, look, appearance };
  }

  private apiClient(): Client | null {
    const { token, fetchToken: given } = this;
    const fetchToken = given ? () => (this.fetchToken ?? given)() : token ? () => token : null;
    return this.interview && fetchToken ? createClient({ baseUrl: this.baseUrl || location.origin, fetchToken }) : null;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const command = this.player && commandOf(event, this.player.replay.duration_ms);
    if (!command) return;
    event.preventDefault();
    this.run(command);
  };

  private readonly onCommand = (event: Event): void => {
    if (!(event instanceof ReplayCommandEvent)) return;
    event.stopPropagation();
    this.run(event.command);
  };

  private readonly onHash = (): void => {
    const moment = momentIn(location.hash);
    if (moment !== null) this.seek(moment);
  };

  private run(command: Command): void {
    if (this.player) runCommand(this.session, this.player, command);
  }

  /** What commands may do with the element. */
  private readonly session: Session = ((element: SessionReplay) => ({
    controller: element.controller,
    get narrow() {
      return element.narrow;
    },
    seek: (t_ms) => element.seek(t_ms),
    stepped: ({ t }) => {
      element.controller.atLive = false;
      element.dispatchEvent(new ReplaySeekEvent(t));
    },
    toMarker: (player, direction) => element.toMarker(player, direction),
    look: element.look,
    open: (panel) => void element.openPanel(panel),
    zoom: (factor) => element.timeline?.zoomBy(factor),
    toggleOrigins: () => element.origins.toggle(),
    showHelp: () => element.controls?.showHelp(),
    print: () => print(),
    say: (text) => element.toast.say(text),
  }))(this);

  private async openPanel(panel: 'comments' | 'search'): Promise<void> {
    this.look({ panel });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`replay-${panel}`)?.focus();
  }

  private toMarker(player: Player, direction: 1 | -1): void {
    const marker = this.moments.from(player, this.isLive, direction);
    this.seek(marker?.t_ms ?? (direction === 1 ? player.replay.duration_ms : 0));
    if (marker) this.toast.say(`${clock(marker.t_ms)} ${retold(marker.label)}`);
  }
}

define('session-replay', SessionReplay);

declare global {
  interface HTMLElementTagNameMap {
    'session-replay': SessionReplay;
  }
}
