import { editDensity, terminalDensity, type Entry, type Zone } from '@interviewlm/recording';
import type { Marker } from '@interviewlm/protocol';
import { BaseElement, define } from '@interviewlm/ui';
import { html, nothing, svg, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { ReplayCommandEvent } from './events.js';
import { area, laneOf, lanes, ticks, type Lane } from './timeline-lanes.js';
import { timelineStyles } from './timeline-styles.js';
import { clock, spoken } from './time.js';

const buckets = 360;

/**
 * The recording from end to end: how much was typed and printed, and a mark for each run, question to the assistant and signal,
 * each kind in its lane. A slider over the whole of it moves the playhead.
 */
export class ReplayTimeline extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), timelineStyles];

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

  @state() private hover: { readonly t: number; readonly label: string } | null = null;
  /** The marker that Tab comes to. */
  @state() private reachable = 0;
  @query('.track') private track!: HTMLElement;
  private edits = '';
  private output = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entries') || changed.has('count') || changed.has('duration')) {
      this.edits = area(editDensity(this.entries, this.duration, buckets));
      this.output = area(terminalDensity(this.entries, this.duration, buckets));
    }
    if (this.reachable >= this.markers.length) this.reachable = 0;
  }

  override render() {
    return html`
      <div class="labels" aria-hidden="true">${lanes.map(({ id, label }) => html`<span class="label ${id}">${label}</span>`)}</div>
      <div class="track" part="track" @pointermove=${this.onHover} @pointerleave=${() => (this.hover = null)}>
        ${this.renderRuler()} ${this.renderBackground()}
        ${lanes.map(({ id }) => html`<div class="lane ${id}">${this.renderDensity(id)}</div>`)}
        <input
          type="range"
          min="0"
          max=${Math.max(1, this.duration)}
          step="1"
          .value=${String(Math.round(this.now))}
          aria-label="Moment"
          aria-valuetext="${spoken(this.now)} of ${spoken(this.duration)}"
          @input=${this.onInput}
        />
        ${this.renderMarkers()}
        <div class="playhead" style=${this.at(this.now)}></div>
        ${this.hover ? html`<div class="tip" style=${this.tipPlace(this.hover.t)}>${clock(this.hover.t)}${this.hover.label ? html` <span>${this.hover.label}</span>` : nothing}</div>` : nothing}
      </div>
    `;
  }

  private renderRuler() {
    return html`<div class="ruler" aria-hidden="true">
      ${ticks(this.duration).map((t) => html`<span style=${this.at(t)}>${clock(t)}</span>`)}
    </div>`;
  }

  private renderBackground() {
    const loaded = Math.min(this.duration, this.ready);
    return html`
      ${this.idle.map(({ from_ms, to_ms }) => html`<div class="idle" style=${this.span(from_ms, to_ms)} title="Idle for ${spoken(to_ms - from_ms)}"></div>`)}
      ${loaded < this.duration ? html`<div class="unloaded" style=${this.span(loaded, this.duration)}></div>` : nothing}
    `;
  }

  private renderDensity(lane: Lane) {
    const path = lane === 'edits' ? this.edits : lane === 'terminal' ? this.output : '';
    if (!path) return nothing;
    return html`<svg viewBox="0 0 ${buckets} 1" preserveAspectRatio="none" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;
  }

  private renderMarkers() {
    return html`<div class="markers" role="group" aria-label="Markers" data-arrows @keydown=${this.onMarkerKey}>
      ${repeat(
        this.markers,
        ({ seq }) => seq,
        (marker, index) =>
          html`<button
            class="marker ${marker.kind}"
            data-lane=${laneOf(marker.kind)}
            style=${this.at(marker.t_ms)}
            tabindex=${index === this.reachable ? 0 : -1}
            aria-label="${marker.label}, at ${spoken(marker.t_ms)}"
            @click=${() => this.seek(marker.t_ms)}
            @focus=${() => this.onMarkerFocus(marker, index)}
            @blur=${() => (this.hover = null)}
            @pointermove=${(event: PointerEvent) => this.onMarkerHover(event, marker)}
          ></button>`,
      )}
    </div>`;
  }

  private seek(t_ms: number): void {
    this.dispatchEvent(new ReplayCommandEvent({ do: 'seek', t_ms }));
  }

  private readonly onInput = (event: InputEvent): void => {
    this.seek(Number((event.target as HTMLInputElement).value));
  };

  private readonly onHover = (event: PointerEvent): void => {
    const { left, width } = this.track.getBoundingClientRect();
    const t = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width))) * this.duration;
    this.hover = { t, label: '' };
  };

  private onMarkerHover(event: PointerEvent, { t_ms, label }: Marker): void {
    event.stopPropagation();
    this.hover = { t: t_ms, label };
  }

  private onMarkerFocus({ t_ms, label }: Marker, index: number): void {
    this.reachable = index;
    this.hover = { t: t_ms, label };
  }

  private readonly onMarkerKey = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: this.reachable - 1, ArrowRight: this.reachable + 1, Home: 0, End: this.markers.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.marker');
    buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus();
  };

  private share(t: number): number {
    return this.duration > 0 ? Math.min(1, Math.max(0, t / this.duration)) * 100 : 0;
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
