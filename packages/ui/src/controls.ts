import { css } from 'lit';
import { iconStyles } from './icons.js';

/** `<button class="button">` with `primary`, `quiet` or `danger`; `icon-button` for one icon and an `aria-label`. */
export const buttonStyles = [
  iconStyles,
  css`
    .button,
    .icon-button {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      gap: 6px;
      min-height: var(--_control);
      margin: 0;
      padding: 0 var(--_space-3);
      border: 1px solid var(--_border-strong);
      border-radius: var(--_radius);
      background: var(--_surface);
      color: var(--_text);
      font: 500 var(--_size-s) / 1.2 var(--_font);
      white-space: nowrap;
      cursor: pointer;
      transition:
        background var(--_fast) var(--_ease),
        border-color var(--_fast) var(--_ease);
    }
    .button:hover,
    .icon-button:hover {
      background: linear-gradient(var(--_hover), var(--_hover)) var(--_surface);
    }
    .button:active,
    .icon-button:active {
      background: linear-gradient(var(--_active), var(--_active)) var(--_surface);
    }
    .button.primary {
      border-color: transparent;
      background: var(--_accent);
      color: var(--_on-accent);
    }
    .button.primary:hover {
      background: var(--_accent-hover);
    }
    /* A system that forces colours lays its own ground behind text: on the accent it would hide it. */
    @media (forced-colors: active) {
      .button.primary {
        forced-color-adjust: none;
      }
    }
    .button.danger {
      color: var(--_danger);
      border-color: currentColor;
    }
    .button.quiet,
    .icon-button {
      border-color: transparent;
      background: transparent;
    }
    .button.quiet:hover,
    .icon-button:hover {
      background: var(--_hover);
    }
    .button.small {
      min-height: 26px;
      padding: 0 var(--_space-2);
    }
    .icon-button {
      min-width: 28px;
      min-height: 28px;
      padding: 0;
      color: var(--_muted);
    }
    .icon-button:hover {
      color: var(--_text);
    }
    .button:disabled,
    .icon-button:disabled {
      opacity: 0.5;
      cursor: not-allowed;
    }
  `,
];

export const fieldStyles = css`
  .field {
    width: 100%;
    min-height: var(--_control);
    margin: 0;
    padding: 5px var(--_space-2);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: 400 var(--_size-m) / 1.4 var(--_font);
  }
  .field::placeholder {
    color: var(--_faint);
    opacity: 1;
  }
  .field:focus-visible {
    outline: var(--_ring);
    outline-offset: -1px;
    border-color: transparent;
  }
  .field[aria-invalid='true'] {
    border-color: var(--_danger);
  }
`;

/** A small word or count: `badge` with `success`, `danger`, `warning` or `accent`. */
export const badgeStyles = css`
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_active);
    color: var(--_muted);
    font: 500 var(--_size-xs) / 1.5 var(--_font);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .badge.success {
    background: var(--_success-soft);
    color: var(--_success);
  }
  .badge.danger {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .badge.warning {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .badge.accent {
    background: var(--_accent-soft);
    color: var(--_accent);
  }
`;

/** Thin scroll bars in our colours, for anything that scrolls. */
export const scrollStyles = css`
  .scroll {
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
  }
`;
