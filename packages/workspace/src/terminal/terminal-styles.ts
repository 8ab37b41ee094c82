import { css } from 'lit';

/** What the emulator's elements need to lie where they belong; a page's style sheet doesn't reach into a shadow root. */
export const emulatorStyles = css`
  .xterm {
    position: relative;
    height: 100%;
    cursor: text;
    user-select: none;
  }
  .xterm:focus {
    outline: none;
  }
  .xterm-screen {
    position: relative;
  }
  .xterm-viewport {
    position: absolute;
    inset: 0;
  }
  .xterm-helpers {
    position: absolute;
    z-index: 5;
    top: 0;
  }
  .xterm-helper-textarea {
    position: absolute;
    z-index: -5;
    top: 0;
    left: -9999em;
    width: 0;
    height: 0;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    opacity: 0;
    resize: none;
    white-space: nowrap;
  }
  .composition-view {
    position: absolute;
    z-index: 6;
    display: none;
    background: var(--_surface);
    color: var(--_text);
    white-space: nowrap;
  }
  .composition-view.active {
    display: block;
  }
  .xterm-char-measure-element {
    position: absolute;
    top: 0;
    left: -9999em;
    visibility: hidden;
    line-height: normal;
  }
  .xterm-accessibility:not(.debug),
  .xterm-message {
    position: absolute;
    z-index: 10;
    inset: 0;
    color: transparent;
    pointer-events: none;
  }
  .xterm-accessibility-tree {
    white-space: pre;
    user-select: text;
  }
  .live-region {
    position: absolute;
    left: -9999px;
    width: 1px;
    height: 1px;
    overflow: hidden;
  }
  .xterm-underline-1 {
    text-decoration: underline;
  }
  .xterm-underline-2 {
    text-decoration: underline double;
  }
  .xterm-underline-3 {
    text-decoration: underline wavy;
  }
  .xterm-underline-4 {
    text-decoration: underline dotted;
  }
  .xterm-underline-5 {
    text-decoration: underline dashed;
  }
  .xterm-overline {
    text-decoration: overline;
  }
  .xterm-strikethrough {
    text-decoration: line-through;
  }
  .xterm-cursor-pointer {
    cursor: pointer;
  }
  /* The letters of a selection, and of what was found, stand before its colour. */
  .xterm-decoration-top {
    position: relative;
    z-index: 2;
  }
  .xterm-decoration-container .xterm-decoration {
    position: absolute;
    z-index: 6;
  }
  .xterm-scrollable-element > .scrollbar {
    cursor: default;
  }
  .xterm-scrollable-element > .visible {
    z-index: 11;
    opacity: 1;
  }
  .xterm-scrollable-element > .invisible {
    opacity: 0;
    pointer-events: none;
  }
`;

export const shellStyles = css`
  :host {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }
  .stage {
    position: relative;
    flex: 1 1 0;
    min-height: 0;
    margin-block: var(--_space-2) var(--_space-1);
    margin-inline: var(--_space-3) 0;
    overflow: hidden;
  }
  .screen {
    position: absolute;
    inset: 0;
  }
  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    background: var(--_surface);
  }
  .note {
    position: absolute;
    top: 0;
    /* Where lines end, and a terminal's run from left to right whatever the page's do. */
    right: var(--_space-4);
    z-index: 12;
    padding: 2px var(--_space-2);
    border: 1px solid var(--_border);
    border-radius: var(--_radius-s);
    background: var(--_raised);
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  /* Where lines are short it has a place of its own: it would lie over what was printed. */
  @container (max-width: 480px) {
    .stage {
      display: grid;
      grid-template-rows: auto 1fr;
      gap: var(--_space-1);
    }
    .note {
      position: static;
      grid-row: 1;
      justify-self: end;
      margin-inline-end: var(--_space-3);
    }
    .screen {
      position: relative;
      grid-row: 2;
      min-width: 0;
    }
  }
`;

export const terminalStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }
  ilm-shell {
    flex: 1 1 0;
  }
  .bar {
    display: flex;
    flex: 0 0 auto;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-1);
    padding: 2px var(--_space-2);
    border-bottom: 1px solid var(--_border);
  }
  .shells {
    display: flex;
    flex: 1;
    gap: 2px;
  }
  .shells [role='tab'] {
    min-width: 28px;
    min-height: 26px;
    border: 0;
    border-radius: var(--_radius-s);
    background: none;
    color: var(--_muted);
    font: 500 var(--_size-s) / 1 var(--_font);
    cursor: pointer;
  }
  .shells [role='tab']:hover {
    background: var(--_hover);
  }
  .shells [role='tab'][aria-selected='true'] {
    background: var(--_accent-soft);
    color: var(--_text);
  }
  .find {
    display: flex;
    flex: 1 1 220px;
    align-items: center;
    gap: var(--_space-1);
    max-width: 420px;
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
  .up .icon {
    transform: rotate(-90deg);
  }
  .down .icon {
    transform: rotate(90deg);
  }
  .find .field {
    min-height: 26px;
    padding-block: 2px;
    font-size: var(--_size-s);
  }
`;
