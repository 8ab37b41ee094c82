import type { Marker } from '@interviewlm/protocol';
import { markersOf, speeds, type Player, type ReplayState, type SegmentSource } from '@interviewlm/recording';
import { badgeStyles, BaseElement, buttonStyles, define, fieldStyles } from '@interviewlm/ui';
import { html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { clientSource } from './client-source.js';
import { ReplayCommandEvent, ReplayErrorEvent, ReplayReadyEvent, ReplaySeekEvent, type Command } from './events.js';
import { commandOf } from './keys.js';
import { PlayerController } from './player-controller.js';
import type { ReplayControls } from './replay-controls.js';
import { sessionStyles } from './session-styles.js';
import { clock, momentIn, withMoment } from './time.js';
import {
  renderCode,
  renderEmpty,
  renderFiles,
  renderHeader,
  renderPanel,
  renderTabs,
  renderTerminal,
  type Panel,
  type View,
} from './session-views.js';
import './replay-timeline.js';

/** Under this width the panels lie behind one another. */
const narrowPx = 760;

/**
 * `<session-replay interview="itv_…">`: a recorded interview with everything that happened in it, at any moment.
 *
 * Give it `interview` and `fetchToken` (or `token`), or a `source` of your own. `#t=3:07` in the page's address opens it at
 * that moment. Colours, type and radius follow the `--ilm-…` properties; `--ilm-replay-height` is its height.
 *
 * @fires replay-ready - The first moment is shown; `manifest` says what the recording is.
 * @fires replay-seek - The playhead was put at `t_ms`.
 * @fires replay-error - The recording or a part of it can't be read; `error` says why.
 */
export class SessionReplay extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, badgeStyles, fieldStyles, sessionStyles];

  /** The interview's id. */
  @property() interview = '';
  /** Where the API is; the page's own origin by default. */
  @property({ attribute: 'base-url' }) baseUrl = '';
  /** Gives a session token with review access; called again before one expires. */
  @property({ attribute: false }) fetchToken: (() => Promise<string>) | null = null;
  /** A token that is good for as long as the page needs it; `fetchToken` is better. */
  @property({ attribute: false }) token = '';
  /** A recording from elsewhere than the API. */
  @property({ attribute: false }) source: SegmentSource | null = null;

  @state() view: View = { panel: 'chat', mode: 'code', layout: 'inline', base_ms: null, pinned: null };
  @state() narrow = false;
  @state() private notice = '';
  @query('replay-controls') private controls?: ReplayControls;
  private readonly controller = new PlayerController(this, {
    ready: ({ replay }) => this.dispatchEvent(new ReplayReadyEvent(replay.manifest)),
    failed: (error) => this.dispatchEvent(new ReplayErrorEvent(error)),
  });
  private readonly sizes = new ResizeObserver(([entry]) => (this.narrow = (entry?.contentRect.width ?? 0) < narrowPx));
  private markers: { readonly seen: number; readonly list: readonly Marker[] } = { seen: -1, list: [] };

  /** The player, once the recording's manifest was read. */
  get player(): Player | null {
    return this.controller.player;
  }

  play(): void {
    this.player?.play();
  }

  pause(): void {
    this.player?.pause();
  }

  /** Puts the playhead at `t_ms`. */
  seek(t_ms: number): void {
    const { player } = this;
    if (!player) return;
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
    const source = this.source ?? this.apiSource();
    if (source) void this.controller.open(source, momentIn(location.hash) ?? 0);
    else this.controller.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const which = ['interview', 'baseUrl', 'fetchToken', 'token', 'source'] as const;
    if (which.some((name) => changed.has(name))) this.open();
  }

  override render() {
    const { player } = this;
    const shown = player?.state;
    if (!player || !shown) return renderEmpty(this.controller.error, this.source !== null || this.interview !== '', () => this.open());
    return html`<div class="root" tabindex="-1">
      ${renderHeader(player, shown)} ${this.renderFailure(player)}
      <div class="body">${this.narrow ? this.renderNarrow(player, shown) : this.renderWide(player, shown)}</div>
      <replay-controls
        ?playing=${player.playing}
        ?waiting=${player.mode === 'resuming' || player.mode === 'seeking'}
        .now=${player.t}
        .duration=${player.replay.duration_ms}
        .speed=${player.speed}
        ?skip-idle=${player.skipIdle}
      ></replay-controls>
      <replay-timeline
        .duration=${player.replay.duration_ms}
        .now=${player.t}
        .ready=${player.replay.ready_ms}
        .entries=${player.replay.entries}
        .count=${player.replay.entries.length}
        .markers=${this.markersOf(player)}
        .idle=${player.idle}
      ></replay-timeline>
      <div role="status">${this.notice ? html`<div class="toast">${this.notice}</div>` : nothing}</div>
    </div>`;
  }

  /** What the reviewer looks at from now on. */
  readonly look = (change: Partial<View>): void => {
    this.view = { ...this.view, ...change };
  };

  private renderWide(player: Player, shown: ReplayState) {
    return html`<ilm-split label="Files and code" size="0.18" min="0.08" max="0.4">
      <div slot="start" class="pane">${renderFiles(this.view, shown)}</div>
      <ilm-split slot="end" label="Code and conversation" size="0.64" min="0.3" max="0.85">
        <ilm-split slot="start" orientation="vertical" label="Code and terminal" size="0.66">
          <div slot="start" class="pane">${renderCode(this.view, player, shown, this.look, this.appearance)}</div>
          <div slot="end" class="pane">${renderTerminal(shown, this.appearance)}</div>
        </ilm-split>
        <div slot="end" class="pane">${this.renderPanels(['chat', 'tests', 'question', 'transcript'], player, shown)}</div>
      </ilm-split>
    </ilm-split>`;
  }

  private renderNarrow(player: Player, shown: ReplayState) {
    const panels: Panel[] = ['code', 'files', 'chat', 'tests', 'terminal', 'question', 'transcript'];
    return html`<div class="pane">${this.renderPanels(panels, player, shown)}</div>`;
  }

  private renderPanels(panels: readonly Panel[], player: Player, shown: ReplayState) {
    const { view } = this;
    const panel = panels.includes(view.panel) ? view.panel : (panels[0] ?? 'chat');
    return html`${renderTabs(panels, panel, shown, this.look)}
      <div role="tabpanel" id="panel" aria-labelledby="tab-${panel}">
        ${renderPanel(panel, view, player, shown, this.look, this.appearance)}
      </div>`;
  }

  private renderFailure(player: Player) {
    if (!this.controller.error) return nothing;
    const retry = () => (player.mode === 'failed' ? player.retry() : this.open());
    return html`<div class="warning retry" role="alert">
      <span>A part of the recording could not be loaded.</span>
      <button class="button small" @click=${retry}>Try again</button>
    </div>`;
  }

  private markersOf({ replay }: Player): readonly Marker[] {
    const given = replay.manifest.markers;
    const seen = given.length > 0 ? -2 : replay.entries.length;
    if (this.markers.seen !== seen) this.markers = { seen, list: given.length > 0 ? given : markersOf(replay.entries) };
    return this.markers.list;
  }

  private apiSource(): SegmentSource | null {
    const { interview, token } = this;
    const fetchToken = this.fetchToken ?? (token ? () => Promise.resolve(token) : null);
    return interview && fetchToken ? clientSource({ interview, baseUrl: this.baseUrl || location.origin, fetchToken }) : null;
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
    const { player } = this;
    if (!player) return;
    switch (command.do) {
      case 'toggle':
        return player.toggle();
      case 'pause':
        return player.pause();
      case 'seek':
        return this.seek(command.t_ms);
      case 'jump':
        return this.seek(player.t + command.by_ms);
      case 'step':
        player.pause();
        player.step(command.direction);
        return void this.dispatchEvent(new ReplaySeekEvent(player.t));
      case 'marker':
        return this.toMarker(player, command.direction);
      case 'speed':
        return this.setSpeed(player, command.speed);
      case 'slower':
        return this.setSpeed(player, speeds.findLast((speed) => speed < player.speed) ?? player.speed);
      case 'faster':
        return this.setSpeed(player, speeds.find((speed) => speed > player.speed) ?? player.speed);
      case 'skipIdle':
        player.skipIdle = !player.skipIdle;
        return this.say(player.skipIdle ? 'Idle time is skipped' : 'Idle time is played');
      case 'show':
        return this.look({ pinned: command.path, ...(this.narrow ? { panel: 'code' } : {}) });
      case 'help':
        return this.controls?.showHelp();
      case 'copyLink':
        return void this.copyLink(player);
    }
  }

  private toMarker(player: Player, direction: 1 | -1): void {
    const markers = this.markersOf(player);
    // Going back, a marker that was just reached and left behind by playing on for a moment is not the one meant.
    const slack = player.playing ? 700 : 0;
    const marker = direction === 1 ? markers.find(({ t_ms }) => t_ms > player.t) : markers.findLast(({ t_ms }) => t_ms < player.t - slack);
    this.seek(marker?.t_ms ?? (direction === 1 ? player.replay.duration_ms : 0));
    if (marker) this.say(`${clock(marker.t_ms)} ${marker.label}`);
  }

  private setSpeed(player: Player, speed: number): void {
    player.speed = speed;
    this.say(`Speed ${speed}×`);
  }

  private async copyLink(player: Player): Promise<void> {
    const link = withMoment(location.href, player.t);
    const copied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    this.say(copied ? `Copied a link to ${clock(player.t)}` : `This page may not copy. The link is ${link}`);
  }

  private say(text: string): void {
    this.notice = text;
    setTimeout(() => {
      if (this.notice === text) this.notice = '';
    }, 2500);
  }
}

define('session-replay', SessionReplay);

declare global {
  interface HTMLElementTagNameMap {
    'session-replay': SessionReplay;
  }
}
