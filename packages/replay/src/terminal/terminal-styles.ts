import { css, unsafeCSS } from 'lit';

/** Sixteen colours of the terminal that can be read on our ground, light and dark; the bright ones are the same. */
const colors: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  black: ['#1f2733', '#8b94a3'],
  red: ['#b42318', '#ff9188'],
  green: ['#13714a', '#57cc99'],
  yellow: ['#8a5300', '#f0b75a'],
  blue: ['#2456d6', '#8ab0ff'],
  magenta: ['#7a2fbf', '#c9a2ff'],
  cyan: ['#0f6a7d', '#7cc7e8'],
  white: ['#566072', '#dfe5ee'],
};

const named = unsafeCSS(
  Object.entries(colors)
    .map(
      ([name, [light, dark]]) =>
        `.fg-${name} { color: light-dark(${light}, ${dark}); } .bg-${name} { background: light-dark(${light}, ${dark}); } .bg-${name}:not([class*='fg-']) { color: var(--_sunken); }`,
    )
    .join('\n'),
);

export const terminalStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_sunken);
  }
  .tabs {
    display: flex;
    gap: 2px;
    padding: 4px 8px 0;
  }
  .tabs button {
    padding: 2px 8px;
    border: 0;
    border-radius: var(--_radius-s);
    background: none;
    color: var(--_muted);
    font: 400 var(--_size-s) / 18px var(--_font);
    cursor: pointer;
  }
  .tabs button[aria-pressed='true'] {
    background: var(--_active);
    color: var(--_text);
  }
  .frame {
    /* Reversed, so that it stands at its end without being told to. */
    display: flex;
    flex: 1;
    flex-direction: column-reverse;
    min-height: 0;
    padding: 8px 12px;
    overflow: auto;
    scrollbar-width: thin;
    contain: strict;
  }
  .frame:focus-visible {
    outline-offset: -2px;
  }
  .sheet {
    display: flex;
    flex: none;
    flex-direction: column;
    justify-content: flex-end;
    margin-bottom: auto;
  }
  .screen {
    font-family: var(--_mono);
    font-variant-ligatures: none;
    line-height: var(--row);
    white-space: pre;
  }
  .screen div {
    height: var(--row);
    direction: ltr;
  }
  ${named}
  .fg-ground {
    color: var(--_sunken);
  }
  .bg-text {
    background: var(--_text);
  }
  .bold {
    font-weight: 700;
  }
  .dim {
    opacity: 0.75;
  }
  .italic {
    font-style: italic;
  }
  .underline {
    text-decoration: underline;
  }
  .struck {
    text-decoration: line-through;
  }
  .invisible {
    visibility: hidden;
  }
  .wide {
    display: inline-block;
    width: 2ch;
    overflow: hidden;
    vertical-align: top;
  }
  .cursor {
    outline: 1px solid var(--_text);
    outline-offset: -1px;
  }
`;
