import { css, html } from 'lit';
import { BaseElement, define } from '@interviewlm/ui';

/** The room that a story asks for by `parameters.stage`, in CSS. What is inside decides where it asks for none. */
export interface Stage {
  readonly width?: string;
  readonly height?: string;
  readonly padding?: string;
}

/** The page around a story: a theme and a direction, as a host page would give them, and its room. */
class StoryStage extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    css`
      :host {
        min-height: 100vh;
        padding: var(--stage-padding, 16px);
        background: var(--_ground);
      }
      .room {
        display: flex;
        flex-direction: column;
        width: var(--stage-width, auto);
        height: var(--stage-height, auto);
        max-width: 100%;
      }
      ::slotted(*) {
        flex: 1 1 auto;
        min-height: 0;
      }
    `,
  ];

  override render() {
    return html`<div class="room"><slot></slot></div>`;
  }
}

define('story-stage', StoryStage);
