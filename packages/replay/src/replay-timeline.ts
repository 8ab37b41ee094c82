import type { Entry, Zone } from '@interviewlm/recording';
import type { Marker } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, define, getLocale, icon, msg, str } from '@interviewlm/ui';
import { html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Thread } from './comment-store.js';
import { ReplayCommandEvent, type Command } from './events.js';
import { Paced } from './paced.js';
import type { Loop } from './player-controller.js';
import { commentLabel, densities, renderDensity, zoomButtons, type Densities } from './timeline-drawing.js';
import { laneOf, laneWords, lanes, ticks } from './timeline-lanes.js';
import { timelineStyles } from './timeline-styles.js';
import { moved, showing, whole, zoomed, type Window } from './timeline-window.js';
import { clock, spoken } from './time.js';
import { retold } from './retold.js';

/** A glance at the code of a moment. */
export interface Preview {
  readonly path: string;
  readonly lines: readonly string[];
}

interface Hover {
  readonly t: number;
  readonly label: string;
}

/**
 * The recording, or a part of it: how much was typed and printed, and a mark for each run, question to the assistant and signal, each
 * kind in its lane. A slider over the whole of it moves the playhead; a pointer over it shows the code of that moment.
 */
export class ReplayTimeline extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, timelineStyles];

  @property({ type: Number }) duration = 0;
  /** Where the playhead is, in milliseconds. */
  @property({ type: Number }) now = 0;
  /** How far the recording is loaded. */
  @property({ type: Number }) ready = 0;
  @property({ attribute: false }) entries: readonly Entry[] = [];
  /** How many of the entries there are by now: they are appended in place. */
  @property({ type: Number }) count = 0;
  @property({ attribute: false }) markers: readonly Marker[] = [];
  @property({ attribute: false }) idle: readonly Zone[] = [];
  @property({ attribute: false }) threads: readonly Thread[] = [];
  @property({ attribute: false }) loop: Loop | null = null;
  /** What to show of the code at a moment; null where nothing is. */
  @property({ attribute: false }) previewAt: (t: number) => Preview | null = () => null;

  @state() private hover: Hover | null = null;
  /** The marker that Tab comes to. */
  @state() private reachable = 0;
  @state() private zoom: Window | null = null;
  @query('.track') private track!: HTMLElement;
  private readonly curves = new Paced<Densities>();

  /** Shows more or less of the recording around the playhead; `factor` under 1 is nearer. */
  zoomBy(factor: number, at = this.now): void {
    const next = zoomed(this.shown, factor, at, this.duration);
    this.zoom = next.to - next.from >= this.duration ? null : next;
  }

  /** Shows the whole recording. */
  fit(): void {
    this.zoom = null;
  }

  private get shown(): Window {
    return this.zoom ?? whole(this.duration);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.zoom && changed.has('now')) this.zoom = showing(this.zoom, this.now, this.duration);
    if (this.reachable >= this.markers.length) this.reachable = 0;
  }

  override render() {
    const { from, to } = this.shown;
    const { edits, output } = this.curves.get(`${this.count} ${from} ${to}`, this.ready >= this.duration, () =>
      densities(this.entries, this.zoom, this.duration),
    );
    return html`
      <div class="labels" aria-hidden="true">${lanes.map((id) => html`<span class="label ${id}">${laneWords()[id]}</span>`)}</div>
      <div
        class="track"
        part="track"
        dir="ltr"
        @pointermove=${this.onHover}
        @pointerleave=${() => (this.hover = null)}
        @wheel=${this.onWheel}
      >
        ${guard([from, to], () => this.renderRuler())} ${this.renderBackground()}
        ${guard([edits, output], () => lanes.map((id) => html`<div class="lane ${id}">${renderDensity(id, edits, output)}</div>`))}
        <input
          type="range"
          min=${Math.round(from)}
          max=${Math.max(Math.round(from) + 1, Math.round(to))}
          step="1"
          .value=${String(Math.round(this.now))}
          aria-label=${msg('Moment')}
          aria-valuetext=${msg(str`${spoken(this.now)} of ${spoken(this.duration)}`)}
          @input=${this.onInput}
        />
        ${guard([this.markers, this.reachable, from, to, getLocale()], () => this.renderMarkers())}
        ${guard([this.threads, from, to, getLocale()], () => this.renderComments())}
        <div class="playhead" style=${this.at(this.now)}></div>
        ${this.hover ? this.renderTip(this.hover) : nothing}
      </div>
      ${guard([from, to, this.duration, getLocale()], () => zoomButtons(this.zoom !== null, (factor) => this.zoomBy(factor)))}
    `;
  }

  private renderRuler() {
    const { from, to } = this.shown;
    return html`<div class="ruler" aria-hidden="true">
      ${ticks(to - from, from).map((t) => html`<span style=${this.at(t)}>${clock(t)}</span>`)}
    </div>`;
  }

  private renderBackground() {
    const { from, to } = this.shown;
    const loaded = Math.min(to, this.ready);
    return html`
      ${guard([this.idle, from, to, getLocale()], () =>
        this.idle
          .filter((zone) => zone.to_ms > from && zone.from_ms < to)
          .map(
            ({ from_ms, to_ms }) =>
              html`<div class="idle" style=${this.span(from_ms, to_ms)} title=${msg(str`Idle for ${spoken(to_ms - from_ms)}`)}></div>`,
          ),
      )}
      ${loaded < to ? html`<div class="unloaded" style=${this.span(loaded, to)}></div>` : nothing}
      ${this.loop ? html`<div class="loop" style=${this.span(this.loop.from_ms, this.loop.to_ms)}></div>` : nothing}
    `;
  }

  private renderMarkers() {
    const { from, to } = this.shown;
    return html`<div class="markers" role="group" aria-label=${msg('Markers')} data-arrows @keydown=${this.onMarkerKey}>
      ${repeat(
        this.markers,
        ({ seq }) => seq,
        (marker, index) =>
          html`<button
            class="marker ${marker.kind}"
            data-lane=${laneOf(marker.kind)}
            style=${this.at(marker.t_ms)}
            ?hidden=${marker.t_ms < from || marker.t_ms > to}
            tabindex=${index === this.reachable ? 0 : -1}
            aria-label=${msg(str`${retold(marker.label)}, at ${spoken(marker.t_ms)}`)}
            @click=${() => this.ask({ do: 'seek', t_ms: marker.t_ms })}
            @focus=${() => this.onMarkerFocus(marker, index)}
            @blur=${() => (this.hover = null)}
            @pointermove=${(event: PointerEvent) => this.onMarkHover(event, marker.t_ms, retold(marker.label))}
          ></button>`,
      )}
    </div>`;
  }

  private renderComments() {
    const { from, to } = this.shown;
    return this.threads
      .filter(({ root }) => root.t_ms >= from && root.t_ms <= to)
      .map(({ root, replies }) => {
        const label = root.removed ? msg('A removed comment') : `${root.author}: ${root.text.slice(0, 120)}`;
        return html`<button
          class="comment"
          style=${this.at(root.t_ms)}
          aria-label=${commentLabel(root, replies.length)}
          @click=${() => this.ask({ do: 'comments', t_ms: root.t_ms })}
          @pointermove=${(event: PointerEvent) => this.onMarkHover(event, root.t_ms, label)}
        >
          ${icon('chat')}
        </button>`;
      });
  }

  private renderTip({ t, label }: Hover) {
    const preview = this.previewAt(t);
    return html`<div class="tip" style=${this.tipPlace(t)}>
      <div>${clock(t)}${label ? html` <span>${label}</span>` : nothing}</div>
      ${
        preview
          ? html`<div class="path">${preview.path}</div>
              <pre aria-hidden="true">${preview.lines.join('\n')}</pre>`
          : nothing
      }
    </div>`;
  }

  private ask(command: Command): void {
    this.dispatchEvent(new ReplayCommandEvent(command));
  }

  private readonly onInput = (event: InputEvent): void => {
    this.ask({ do: 'seek', t_ms: Number((event.target as HTMLInputElement).value) });
  };

  private readonly onHover = (event: PointerEvent): void => {
    this.hover = { t: this.momentAt(event.clientX), label: '' };
  };

  /** With Ctrl, as a pinch comes too, nearer or farther; sideways along the recording. */
  private readonly onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey) this.zoomBy(event.deltaY > 0 ? 1.25 : 0.8, this.momentAt(event.clientX));
    else if (this.zoom && event.deltaX !== 0) {
      const { from, to } = this.zoom;
      this.zoom = moved(this.zoom, (event.deltaX / this.track.clientWidth) * (to - from), this.duration);
    } else return;
    event.preventDefault();
  };

  private momentAt(x: number): number {
    const { left, width } = this.track.getBoundingClientRect();
    const { from, to } = this.shown;
    return from + Math.min(1, Math.max(0, (x - left) / Math.max(1, width))) * (to - from);
  }

  private onMarkHover(event: PointerEvent, t: number, label: string): void {
    event.stopPropagation();
    this.hover = { t, label };
  }

  private onMarkerFocus({ t_ms, label }: Marker, index: number): void {
    this.reachable = index;
    this.hover = { t: t_ms, label: retold(label) };
  }

  private readonly onMarkerKey = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: this.reachable - 1, ArrowRight: this.reachable + 1, Home: 0, End: this.markers.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.min(this.markers.length - 1, Math.max(0, to));
    const marker = this.markers[index];
    if (this.zoom && marker) this.zoom = showing(this.zoom, marker.t_ms, this.duration);
    const focus = () => this.renderRoot.querySelectorAll<HTMLElement>('.marker')[index]?.focus();
    if (this.zoom) void this.updateComplete.then(focus);
    else focus();
  };

  private share(t: number): number {
    const { from, to } = this.shown;
    return Math.min(1, Math.max(0, (t - from) / (to - from))) * 100;
  }

  private at(t: number) {
    return styleMap({ left: `${this.share(t).toFixed(3)}%` });
  }

  private span(from: number, to: number) {
    return styleMap({ left: `${this.share(from).toFixed(3)}%`, width: `${(this.share(to) - this.share(from)).toFixed(3)}%` });
  }

  /** Near an edge the tip opens to the inside. */
  private tipPlace(t: number) {
    const share = this.share(t);
    return styleMap({ left: `${share.toFixed(3)}%`, transform: `translateX(${(-share).toFixed(0)}%)` });
  }
}

define('replay-timeline', ReplayTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'replay-timeline': ReplayTimeline;
  }
}
