import { css } from 'lit';
import { buttonStyles } from '@interviewlm/ui';

export const pageStyles = [
  buttonStyles,
  css`
    :host {
      height: 100%;
      color-scheme: light dark;
      background: var(--_ground);
    }
    .whole {
      height: 100%;
    }
    .whole > * {
      height: 100%;
    }
    .middle {
      display: grid;
      place-items: center;
      min-height: 100%;
      padding: var(--_space-4);
    }
    .card {
      width: min(100%, 680px);
      padding: clamp(20px, 4vw, 32px);
      border: 1px solid var(--_border);
      border-radius: var(--_radius-l);
      background: var(--_surface);
      font-size: var(--_size-l);
    }
    h1 {
      margin: 0 0 var(--_space-3);
      font-size: var(--_size-2xl);
      line-height: 1.25;
      letter-spacing: -0.01em;
      text-wrap: balance;
    }
    .muted {
      color: var(--_muted);
    }
    .description {
      white-space: pre-line;
    }
    dl {
      margin: var(--_space-4) 0;
      border-block: 1px solid var(--_border);
    }
    dl > div {
      display: grid;
      grid-template-columns: 7.5em 1fr;
      gap: var(--_space-3);
      padding: var(--_space-3) 0;
    }
    dl > div + div {
      border-top: 1px solid var(--_border);
    }
    dt {
      font-weight: 600;
    }
    dd {
      margin: 0;
      text-wrap: pretty;
    }
    .button {
      min-height: 44px;
      padding: 0 var(--_space-5);
      font-size: var(--_size-l);
      text-decoration: none;
    }
    .actions {
      margin-top: var(--_space-5);
    }
    @media (max-width: 480px) {
      dl > div {
        grid-template-columns: 1fr;
        gap: var(--_space-1);
      }
      .begin {
        width: 100%;
      }
    }
  `,
];
