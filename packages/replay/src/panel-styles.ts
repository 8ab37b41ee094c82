import { badgeStyles, iconStyles, scrollStyles } from '@interviewlm/ui';
import { css } from 'lit';

/** The frame that every panel of the replay has: fills its pane, small type, one part that scrolls. */
export const panelStyles = [
  iconStyles,
  badgeStyles,
  scrollStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      font-size: var(--_size-s);
    }
    .scroll {
      flex: 1;
      min-height: 0;
    }
    ol,
    ul {
      padding: 0;
      list-style: none;
    }
    ilm-notice {
      flex: 1;
    }
  `,
];

/** A list of moments that a press goes to. */
export const momentStyles = css`
  .moment {
    display: grid;
    grid-template-columns: 44px 16px 1fr;
    gap: 2px 8px;
    width: 100%;
    padding: 5px 12px;
    border: 0;
    border-inline-start: 2px solid transparent;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .moment:hover {
    background: var(--_hover);
  }
  .moment:focus-visible {
    outline-offset: -2px;
  }
  [aria-current='true'] .moment {
    border-inline-start-color: var(--_accent);
    background: var(--_accent-soft);
  }
  time {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .moment .icon {
    margin-top: 2px;
    color: var(--_muted);
  }
  .title {
    overflow-wrap: anywhere;
  }
  .detail {
    grid-column: 3;
    max-height: 90px;
    overflow: hidden;
    color: var(--_muted);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .mono {
    font: 400 12px/17px var(--_mono);
  }
  mark {
    border-radius: 2px;
    background: var(--_warning-soft);
    color: inherit;
    box-shadow: inset 0 -2px 0 var(--_warning);
  }
`;
