import { css } from 'lit';

export const workspaceStyles = css`
  :host {
    display: flex !important;
    flex-direction: column !important;
    width: 100%;
    height: 100%;
    min-height: var(--ilm-workspace-height, 360px) !important;
    overflow: hidden !important;
    background: var(--_ground) !important;
  }
  .top {
    display: flex;
    flex: 0 0 auto;
    align-items: center;
    gap: var(--_space-2) var(--_space-3);
    min-height: 48px;
    padding: var(--_space-1) var(--_space-4);
    border-bottom: 1px solid var(--_border);
    background: var(--_surface);
  }
  .title {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font: 600 var(--_size-m) / 1.3 var(--_font);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .badge {
    text-transform: none;
  }
  .connection {
    display: flex;
    flex: 0 0 auto;
    align-items: center;
    gap: var(--_space-2);
    padding: 6px var(--_space-4);
    border-bottom: 1px solid var(--_border);
    background: var(--_warning-soft);
    font-size: var(--_size-s);
  }
  .connection .icon {
    color: var(--_warning);
  }
  .main {
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    min-height: 0;
  }
  .main > ilm-split {
    flex: 1 1 0;
  }
  .panel {
    display: flex;
    flex-direction: column;
    background: var(--_surface);
  }
  .panel > :not(.tabs) {
    flex: 1 1 0;
  }
  .tabs {
    display: flex;
    flex: 0 0 36px;
    overflow-x: auto;
    scrollbar-width: none;
    background: var(--_ground);
    box-shadow: inset 0 -1px var(--_border);
  }
  .tabs [role='tab'] {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding-inline: var(--_space-3);
    border: 0;
    border-inline-end: 1px solid var(--_border);
    background: none;
    color: var(--_muted);
    font: 500 var(--_size-s) / 1 var(--_font);
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs [role='tab']:hover {
    background: var(--_hover);
  }
  .tabs [role='tab'][aria-selected='true'] {
    background: var(--_surface);
    box-shadow: inset 0 2px var(--_accent);
    color: var(--_text);
  }
  .tabs [role='tab']:focus-visible {
    outline-offset: -3px;
  }
  .views {
    border-bottom: 1px solid var(--_border);
  }
  .cover {
    display: grid;
    flex: 1 1 0;
    grid-template-columns: minmax(0, 1fr);
    place-items: center;
    min-height: 0;
    overflow: auto;
    background: var(--_surface);
  }
  .center {
    display: grid;
    place-items: center;
    min-height: 200px;
    padding-inline: var(--_space-4);
  }
  a.button {
    text-decoration: none;
  }

  :host([narrow]) .panel {
    display: contents;
  }
  :host([narrow]) .panel > .tabs {
    display: none;
  }
  :host([narrow]) .main > *,
  :host([narrow]) .part {
    flex: 1 1 0;
    min-height: 0;
  }
  :host([narrow]) .top {
    flex-wrap: wrap;
    padding-inline: var(--_space-3);
  }
  /* A line of its own where there is more beside it than one button. */
  :host([narrow]) .title:has(~ interview-timer) {
    flex: 1 0 100%;
    padding-top: 4px;
  }
  :host([narrow]) interview-timer {
    margin-inline-end: auto;
  }
  .views {
    container-type: inline-size;
  }
  .views [role='tab'] {
    flex: 1 0 auto;
    justify-content: center;
  }
  @container (max-width: 620px) {
    .views [role='tab'] {
      padding-inline: var(--_space-2);
    }
    .views [role='tab'][aria-selected='false'] .label {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  :host([narrow]) .optional {
    display: none;
  }
`;
