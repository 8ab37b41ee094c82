import { badgeStyles, buttonStyles, fieldStyles, scrollStyles } from '@interviewlm/ui';
import { css } from 'lit';

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
  css`
    form {
      display: grid;
      gap: var(--_space-3);
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr));
      align-items: end;
      gap: var(--_space-3);
    }
    label,
    legend {
      font-weight: 500;
      font-size: var(--_size-s);
    }
    label > .field {
      margin-top: var(--_space-1);
      font-weight: 400;
    }
    label.check {
      display: flex;
      align-items: start;
      gap: var(--_space-2);
      min-height: 24px;
      font-weight: 400;
      font-size: var(--_size-m);
    }
    input[type='checkbox'] {
      flex: none;
      margin: 4px 0 0;
      accent-color: var(--_accent);
    }
    select.field {
      text-overflow: ellipsis;
    }
    legend {
      padding: 0;
    }
    legend + .check {
      margin-top: var(--_space-1);
    }
    .hint + form {
      margin-top: var(--_space-3);
    }
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    .checks {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr));
      gap: var(--_space-1) var(--_space-3);
      margin-top: var(--_space-2);
    }
    .hint {
      margin: var(--_space-1) 0 0;
      color: var(--_muted);
      font: 400 var(--_size-s) / var(--_line) var(--_font);
    }
    textarea.field {
      min-height: 5lh;
      resize: vertical;
    }
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
      gap: var(--_space-3) var(--_space-4);
      margin: 0;
    }
    dt {
      color: var(--_muted);
      font-size: var(--_size-s);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
  css`
    .scroll {
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      font-variant-numeric: tabular-nums;
    }
    th,
    td {
      padding: var(--_space-2) var(--_space-3);
      border-bottom: 1px solid var(--_border);
      text-align: start;
      vertical-align: top;
    }
    th:first-child,
    td:first-child {
      padding-inline-start: var(--_space-4);
    }
    th:last-child,
    td:last-child {
      padding-inline-end: var(--_space-4);
    }
    tbody tr:last-child > * {
      border-bottom: 0;
    }
    thead th {
      background: var(--_raised);
      color: var(--_muted);
      font: 500 var(--_size-s) / 1.4 var(--_font);
      white-space: nowrap;
    }
    tbody th {
      font-weight: 500;
    }
    tbody tr:hover {
      background: var(--_hover);
    }
    .number {
      text-align: end;
      white-space: nowrap;
    }
    .when {
      white-space: nowrap;
    }
    .actions .row {
      flex-wrap: nowrap;
    }
    .actions {
      text-align: end;
      white-space: nowrap;
    }
    td .second,
    th .second {
      display: block;
      color: var(--_muted);
      font-weight: 400;
      font-size: var(--_size-s);
      overflow-wrap: anywhere;
    }
    @media (max-width: 640px) {
      .wide {
        display: none;
      }
      th,
      td {
        padding: var(--_space-2);
      }
      .number,
      .when,
      td .badge {
        white-space: normal;
      }
      td .badge {
        border-radius: var(--_radius);
      }
      .actions .button {
        padding: 0 6px;
      }
      .actions .row {
        flex-direction: column;
        align-items: stretch;
      }
    }
  `,
];
