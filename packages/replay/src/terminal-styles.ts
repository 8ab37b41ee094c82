import { css } from 'lit';

/** What the terminal emulator needs around its rows; the page's own style sheet doesn't reach into a shadow root. */
export const terminalStyles = css`
  .xterm {
    position: relative;
    cursor: text;
    user-select: none;
  }
  .xterm:focus {
    outline: none;
  }
  .xterm-helpers {
    position: absolute;
    top: 0;
    z-index: 5;
  }
  .xterm-helper-textarea {
    position: absolute;
    z-index: -5;
    left: -9999em;
    width: 0;
    height: 0;
    padding: 0;
    border: 0;
    opacity: 0;
    overflow: hidden;
    resize: none;
    white-space: nowrap;
  }
  .composition-view,
  .xterm-char-measure-element {
    position: absolute;
    left: -9999em;
    visibility: hidden;
  }
  .xterm-viewport {
    position: absolute;
    inset: 0;
  }
  .xterm-screen {
    position: relative;
  }
  .xterm-screen canvas {
    position: absolute;
    inset: 0 auto auto 0;
  }
  .xterm-scrollable-element > .scrollbar {
    cursor: default;
    transition: opacity 120ms linear;
  }
  .xterm-scrollable-element > .invisible {
    opacity: 0;
    pointer-events: none;
  }
  .xterm-scrollable-element > .shadow {
    display: none;
  }
  .xterm-accessibility,
  .xterm-message {
    position: absolute;
    z-index: 10;
    inset: 0;
    color: transparent;
    pointer-events: none;
  }
  .xterm-accessibility .live-region {
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
    text-decoration: double underline;
  }
  .xterm-underline-3 {
    text-decoration: wavy underline;
  }
  .xterm-strikethrough {
    text-decoration: line-through;
  }
  .xterm-decoration-container .xterm-decoration {
    position: absolute;
    z-index: 6;
  }
`;
