import { badgeStyles, buttonStyles, fieldStyles, scrollStyles } from '@interviewlm/ui';
import { css } from 'lit';
import { formStyles } from './form-styles.js';
import { tableStyles } from './table-styles.js';

/** What every section of the console looks like. */
export const sectionStyles = [
  ...buttonStyles,
  fieldStyles,
  badgeStyles,
  scrollStyles,
  css`
    :host {
      max-width: 1120px;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--_space-2) var(--_space-4);
      margin-bottom: var(--_space-4);
    }
    h1 {
      font: 650 var(--_size-2xl) / 1.25 var(--_font);
      letter-spacing: -0.015em;
      text-wrap: balance;
      overflow-wrap: anywhere;
    }
    h1:focus {
      outline: none;
    }
    h2 {
      margin: 0 0 var(--_space-3);
      font: 600 var(--_size-l) / 1.3 var(--_font);
    }
    .lead {
      max-width: 68ch;
      margin: 0 0 var(--_space-4);
      color: var(--_muted);
      text-wrap: pretty;
    }
    .card {
      margin-bottom: var(--_space-4);
      padding: var(--_space-4);
      border: 1px solid var(--_border);
      border-radius: var(--_radius-l);
      background: var(--_surface);
    }
    .card.flush {
      padding: 0;
      overflow: hidden;
    }
    .card.flush > h2 {
      margin: 0;
      padding: var(--_space-3) var(--_space-4);
      border-bottom: 1px solid var(--_border);
    }
    .loading,
    .more {
      padding: var(--_space-4);
      text-align: center;
    }
    /* It takes no room, and is there to be heard when it gets its words. */
    .said:not(:has(p)) {
      position: absolute;
    }
    .problem {
      color: var(--_danger);
    }
    .done {
      color: var(--_success);
    }
    .titled {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--_space-2);
    }
    .titled .field {
      width: auto;
    }
    .card.flush .said > p {
      padding: var(--_space-2) var(--_space-4);
    }
    .muted {
      color: var(--_muted);
    }
    .mono {
      font-family: var(--_mono);
      font-size: var(--_size-s);
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--_space-2);
    }
    .end {
      justify-content: flex-end;
    }
    a {
      color: var(--_accent);
      text-underline-offset: 2px;
    }
    a.button {
      color: var(--_text);
      text-decoration: none;
    }
    a.button.primary {
      color: var(--_on-accent);
    }
    a.button.danger {
      color: var(--_danger);
    }
    .range {
      width: auto;
    }
    .card > .head {
      margin-bottom: var(--_space-2);
    }
    .card > .head h2 {
      margin: 0;
    }
    .address {
      overflow-wrap: anywhere;
    }
    .mono {
      overflow-wrap: anywhere;
    }
  `,
  formStyles,
  tableStyles,
];
