import { css } from 'lit';

/** The frame around the sections: a bar above, the navigation beside it, and above it where there is little room. */
export const appStyles = css`
  :host {
    display: grid;
    grid-template: auto 1fr / 208px minmax(0, 1fr);
    grid-template-areas: 'header header' 'nav main';
    min-height: 100vh;
    background: var(--_ground);
    color-scheme: light dark;
  }
  .middle {
    grid-column: 1 / -1;
    grid-row: 1 / -1;
    display: grid;
    place-items: center;
    padding: var(--_space-4);
  }
  .skip {
    position: absolute;
    z-index: 2;
    inset: var(--_space-2) auto auto var(--_space-2);
  }
  .skip:not(:focus) {
    clip-path: inset(50%);
    width: 1px;
    height: 1px;
    min-height: 0;
    padding: 0;
    overflow: hidden;
  }
  header {
    grid-area: header;
    display: flex;
    align-items: center;
    gap: var(--_space-3);
    min-height: 52px;
    padding: 0 var(--_space-4);
    border-bottom: 1px solid var(--_border);
    background: var(--_surface);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    color: var(--_text);
    font-weight: 650;
    letter-spacing: -0.01em;
    text-decoration: none;
  }
  .tenant {
    min-width: 0;
    padding-inline-start: var(--_space-3);
    border-inline-start: 1px solid var(--_border);
    color: var(--_muted);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    min-width: 0;
    margin-inline-start: auto;
  }
  .email {
    min-width: 0;
    color: var(--_muted);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .choosing {
    display: grid;
    gap: var(--_space-4);
    width: min(100%, 480px);
  }
  .choosing h1 {
    font: 650 var(--_size-xl) / 1.3 var(--_font);
  }
  .choosing h1:focus {
    outline: none;
  }
  nav {
    grid-area: nav;
    padding: var(--_space-4) var(--_space-3);
    border-inline-end: 1px solid var(--_border);
  }
  nav ul {
    position: sticky;
    top: var(--_space-4);
    display: grid;
    gap: 2px;
    padding: 0;
    list-style: none;
  }
  nav a {
    display: block;
    padding: 6px var(--_space-3);
    border-radius: var(--_radius);
    color: var(--_muted);
    font-weight: 500;
    text-decoration: none;
    white-space: nowrap;
  }
  nav a:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  nav a[aria-current] {
    background: var(--_accent-soft);
    color: var(--_accent);
  }
  #content {
    grid-area: main;
    min-width: 0;
    padding: var(--_space-5) clamp(var(--_space-4), 3vw, 40px) 64px;
  }
  #content:focus {
    outline: none;
  }
  @media (max-width: 760px) {
    :host {
      grid-template: auto auto 1fr / minmax(0, 1fr);
      grid-template-areas: 'header' 'nav' 'main';
    }
    header {
      gap: var(--_space-2);
      padding: 0 var(--_space-3);
    }
    .brand span {
      position: absolute;
      clip-path: inset(50%);
    }
    /* Who it is stands in the choice that "Switch" opens. */
    .email {
      display: none;
    }
    nav {
      padding: var(--_space-1) var(--_space-2);
      border-inline-end: 0;
      border-bottom: 1px solid var(--_border);
      background: var(--_surface);
      overflow-x: auto;
      scrollbar-width: none;
    }
    nav ul {
      position: static;
      display: flex;
    }
    #content {
      padding: var(--_space-4) var(--_space-3) 48px;
    }
  }
`;
