import { css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { BaseElement, define } from './base-element.js';
import { arrowStep, runsLeft } from './direction.js';
import { msg } from './localize.js';

/** The panes' new share, after a drag or a key; `size` is the start pane's part of the whole, 0 to 1. */
export class SplitResizeEvent extends Event {
  constructor(readonly size: number) {
    super('split-resize', { bubbles: true, composed: true });
  }
}

/**
 * Two panes and a line between them that a pointer or the keyboard moves: arrows by 2 %, with Shift by 10 %, Home and End to the ends,
 * Enter to close the start pane and open it again.
 * @slot start - the first pane
 * @slot end - the second pane
 * @fires split-resize - the line was moved
 */
export class SplitPane extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    css`
      :host {
        display: flex;
        flex-direction: row;
        min-width: 0;
        min-height: 0;
        overflow: hidden;
      }
      :host([orientation='vertical']) {
        flex-direction: column;
      }
      .pane {
        position: relative;
        display: flex;
        min-width: 0;
        min-height: 0;
        overflow: hidden;
      }
      .start {
        flex: 0 0 auto;
      }
      .end {
        flex: 1 1 0;
      }
      ::slotted(*) {
        flex: 1 1 auto;
        min-width: 0;
        min-height: 0;
      }
      .line {
        position: relative;
        flex: 0 0 1px;
        background: var(--_border);
        touch-action: none;
        cursor: col-resize;
        z-index: 2;
      }
      .line::before {
        content: '';
        position: absolute;
        inset: 0 -5px;
      }
      .line::after {
        content: '';
        position: absolute;
        inset: 0 -1px;
        background: var(--_accent);
        opacity: 0;
        transition: opacity var(--_fast) var(--_ease);
      }
      :host([orientation='vertical']) .line {
        cursor: row-resize;
      }
      :host([orientation='vertical']) .line::before {
        inset: -5px 0;
      }
      :host([orientation='vertical']) .line::after {
        inset: -1px 0;
      }
      .line:hover::after,
      .line:active::after,
      .line:focus-visible::after {
        opacity: 1;
      }
      .line:focus-visible {
        outline: none;
      }
      :host([flat]),
      :host([flat]) .pane {
        display: contents;
      }
      :host([flat]) .line {
        display: none;
      }
    `,
  ];

  /** How the panes lie: side by side, or one above the other. */
  @property({ reflect: true }) orientation: 'horizontal' | 'vertical' = 'horizontal';
  /** The start pane's part of the whole, 0 to 1. */
  @property({ type: Number }) size = 0.5;
  @property({ type: Number }) min = 0.1;
  @property({ type: Number }) max = 0.9;
  /** Without panes and line: what is inside is laid out by what is around. For narrow screens, where one part is shown at a time. */
  @property({ type: Boolean, reflect: true }) flat = false;
  /** What the line divides, e.g. "Files and editor". */
  @property() label = '';

  @query('.line') private line!: HTMLElement;
  private beforeClose = 0.5;

  override render() {
    const percent = Math.round(this.size * 100);
    return html`
      <div class="pane start" part="start" style="flex-basis: calc(${this.size * 100}% - 1px)"><slot name="start"></slot></div>
      <div
        class="line"
        role="separator"
        tabindex="0"
        aria-label=${this.label || msg('Resize panes')}
        aria-orientation=${this.orientation === 'horizontal' ? 'vertical' : 'horizontal'}
        aria-valuenow=${percent}
        aria-valuemin=${Math.round(this.min * 100)}
        aria-valuemax=${Math.round(this.max * 100)}
        @keydown=${this.onKey}
        @pointerdown=${this.onPointerDown}
      ></div>
      <div class="pane end" part="end"><slot name="end"></slot></div>
    `;
  }

  private moveTo(size: number): void {
    const next = Math.min(this.max, Math.max(this.min, size));
    if (next === this.size) return;
    this.size = next;
    this.dispatchEvent(new SplitResizeEvent(next));
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 0.1 : 0.02;
    const direction =
      this.orientation === 'horizontal' ? arrowStep(event) : event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (direction !== 0) this.moveTo(this.size + step * direction);
    else if (event.key === 'Home') this.moveTo(this.min);
    else if (event.key === 'End') this.moveTo(this.max);
    else if (event.key === 'Enter') this.toggle();
    else return;
    event.preventDefault();
  };

  private toggle(): void {
    if (this.size > this.min) {
      this.beforeClose = this.size;
      this.moveTo(this.min);
    } else {
      this.moveTo(this.beforeClose);
    }
  }

  private readonly onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const { line } = this;
    line.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent) => this.moveTo(this.shareAt(at));
    const end = () => line.removeEventListener('pointermove', move);
    line.addEventListener('pointermove', move);
    line.addEventListener('lostpointercapture', end, { once: true });
  };

  private shareAt(event: PointerEvent): number {
    const box = this.getBoundingClientRect();
    if (this.orientation === 'vertical') return (event.clientY - box.top) / box.height;
    const share = (event.clientX - box.left) / box.width;
    return runsLeft(this) ? 1 - share : share;
  }
}

define('ilm-split', SplitPane);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-split': SplitPane;
  }
}
