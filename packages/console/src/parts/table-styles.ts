import { css } from 'lit';

/** Tables: where there is little room, `wide` columns go and the rest breaks. */
export const tableStyles = css`
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
  td select.field {
    min-width: 7.5em;
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
`;
