import { css } from 'lit';

export const sessionStyles = css`
  :host {
    display: flex !important;
    flex-direction: column !important;
    height: var(--ilm-replay-height, 760px);
    min-height: 360px !important;
    overflow: hidden !important;
    container-type: inline-size;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    padding: 4px 14px;
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
  }
  .bar h1 {
    min-width: 0;
    font: 600 var(--_size-m) / 1.3 var(--_font);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who time {
    margin-inline-start: 6px;
    color: var(--_faint);
  }
  .who {
    flex: 1;
    min-width: 0;
    color: var(--_muted);
    font-size: var(--_size-s);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .body {
    display: flex;
    flex: 1;
    min-height: 0;
  }
  .body > * {
    flex: 1;
    min-width: 0;
  }
  .pane {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
  }
  .pane > :last-child:not(.head) {
    flex: 1;
    min-height: 0;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 34px;
    padding: 0 8px 0 12px;
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .head .path {
    flex: 1;
    min-width: 0;
    color: var(--_text);
    font-weight: 500;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .legend {
    display: flex;
    gap: 4px;
    font-size: var(--_size-xs);
    color: var(--_text);
    overflow: hidden;
    white-space: nowrap;
  }
  .legend span {
    padding: 0 5px;
    border-radius: var(--_radius-s);
  }
  .switch {
    display: flex;
    padding: 2px;
    border-radius: var(--_radius);
    background: var(--_active);
  }
  .switch button {
    padding: 1px 8px;
    border: 0;
    border-radius: var(--_radius-s);
    background: none;
    color: var(--_muted);
    font: 500 var(--_size-xs) / 20px var(--_font);
    cursor: pointer;
  }
  .switch button[aria-pressed='true'] {
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 1px 2px color-mix(in srgb, var(--_shadow) 16%, transparent);
  }
  .tabs {
    display: flex;
    min-height: 34px;
    padding: 0 6px;
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
    overflow-x: auto;
    scrollbar-width: none;
  }
  [role='tab'] {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 9px;
    border: 0;
    border-block: 2px solid transparent;
    background: none;
    color: var(--_muted);
    font: 500 var(--_size-s) / 1 var(--_font);
    white-space: nowrap;
    cursor: pointer;
  }
  [role='tab']:hover {
    color: var(--_text);
  }
  [role='tab'][aria-selected='true'] {
    border-bottom-color: var(--_accent);
    color: var(--_text);
  }
  [role='tab']:focus-visible {
    outline-offset: -3px;
  }
  [role='tabpanel'] {
    display: flex;
    flex: 1;
    min-height: 0;
    flex-direction: column;
  }
  [role='tabpanel'] > * {
    flex: 1;
    min-height: 0;
  }
  .warning {
    display: flex;
    gap: 8px;
    padding: 6px 12px;
    border-bottom: 1px solid var(--_border);
    background: var(--_warning-soft);
    color: var(--_warning);
    font-size: var(--_size-s);
  }
  .warning + * {
    flex: 1;
  }
  .head .field {
    width: auto;
    min-height: 24px;
    padding: 0 4px;
    font-size: var(--_size-xs);
  }
  .button[aria-pressed='true'] {
    background: var(--_accent-soft);
    color: var(--_accent);
  }
  .retry {
    align-items: center;
  }
  .retry span {
    flex: 1;
  }
  replay-controls {
    border-top: 1px solid var(--_border);
  }
  .center {
    display: grid;
    flex: 1;
    place-content: center;
  }
  .toast {
    position: absolute;
    z-index: 6;
    bottom: 150px;
    left: 50%;
    translate: -50%;
    padding: 6px 12px;
    border-radius: var(--_radius);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_size-s);
  }
  .root {
    position: relative;
    display: flex;
    flex: 1;
    min-height: 0;
    flex-direction: column;
  }
  @container (max-width: 640px) {
    .bar,
    .head {
      flex-wrap: wrap;
    }
    .legend {
      display: none;
    }
    .who time {
      display: none;
    }
  }
`;
