import { css } from 'lit';

export const testsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }
  .bar {
    display: flex;
    flex: 0 0 auto;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2) var(--_space-3);
    min-height: 42px;
    padding: var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
  }
  .summary {
    display: flex;
    flex: 1 1 180px;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2);
    min-width: 0;
    font-size: var(--_size-s);
  }
  .summary:empty {
    flex-basis: 0;
  }
  .time {
    color: var(--_faint);
    font-size: var(--_size-xs);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .problem {
    color: var(--_danger);
  }
  select {
    min-height: 26px;
    padding: 0 4px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: 400 var(--_size-xs) / 1 var(--_font);
  }
  .body {
    flex: 1 1 0;
    min-height: 0;
  }
  .body:focus-visible {
    outline-offset: -2px;
  }
  .stopped {
    display: flex;
    gap: var(--_space-2);
    margin: var(--_space-3);
    padding: var(--_space-2) var(--_space-3);
    border-radius: var(--_radius);
    background: var(--_warning-soft);
    font-size: var(--_size-s);
  }
  .stopped .icon {
    margin-top: 2px;
    color: var(--_warning);
  }
  .list {
    padding: 0;
    list-style: none;
  }
  li + li {
    border-top: 1px solid var(--_border);
  }
  .line,
  summary {
    display: flex;
    align-items: flex-start;
    gap: var(--_space-2);
    padding: 6px var(--_space-3);
    font-size: var(--_size-s);
  }
  summary {
    cursor: pointer;
    list-style: none;
  }
  summary:hover {
    background: var(--_hover);
  }
  summary:focus-visible {
    outline-offset: -2px;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  .mark {
    margin-top: 2px;
  }
  .mark.success {
    color: var(--_success);
  }
  .mark.danger {
    color: var(--_danger);
  }
  .mark.warning {
    color: var(--_warning);
  }
  .name {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .message,
  .output {
    margin: 0;
    padding: var(--_space-2) var(--_space-3);
    font: 400 var(--_size-s) / 1.5 var(--_mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .message {
    margin-block: 0 var(--_space-2);
    margin-inline: calc(var(--_space-3) + 24px) var(--_space-3);
    border-inline-start: 2px solid var(--_danger);
    background: var(--_raised);
    max-height: 260px;
    overflow: auto;
    scrollbar-width: thin;
  }
  .compared {
    margin-block: 0 var(--_space-2);
    margin-inline: calc(var(--_space-3) + 24px) var(--_space-3);
    border: 1px solid var(--_border);
    border-radius: var(--_radius-s);
    overflow: hidden;
    font: 400 var(--_size-s) / 1.55 var(--_mono);
  }
  dl.compared {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
  }
  dl.compared dt {
    padding: 2px var(--_space-2);
    border-inline-end: 1px solid var(--_border);
    color: var(--_muted);
    font-family: var(--_font);
  }
  dl.compared dd {
    margin: 0;
    padding: 2px var(--_space-2);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  dl.compared .removed {
    background: var(--_success-soft);
  }
  dl.compared .added {
    background: var(--_danger-soft);
  }
  .compared mark {
    background: none;
    color: inherit;
    font-weight: 700;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .compared ilm-text-diff {
    max-height: 260px;
    overflow: auto;
  }
  .legend {
    padding: 2px var(--_space-2);
    border-bottom: 1px solid var(--_border);
    color: var(--_muted);
    font: 400 var(--_size-xs) / 1.6 var(--_font);
  }
  .whole {
    margin-inline-start: 24px;
  }
  .whole > summary {
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .whole > .message {
    margin-inline-start: var(--_space-3);
  }
  .place {
    margin-block: 0 var(--_space-2);
    margin-inline: calc(var(--_space-3) + 24px) var(--_space-3);
  }
  .printed {
    border-top: 1px solid var(--_border);
  }
  .printed > summary {
    color: var(--_muted);
    font-weight: 500;
  }
`;
