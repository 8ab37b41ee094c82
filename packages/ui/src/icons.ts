import { css, svg, html } from 'lit';
import type { TemplateResult } from 'lit';

/** Drawn on a 16 × 16 grid with 1.5 strokes; `fill` marks shapes that are filled instead. */
const shapes = {
  file: svg`<path d="M9 1.75H4.25a1 1 0 0 0-1 1v10.5a1 1 0 0 0 1 1h7.5a1 1 0 0 0 1-1V5.5zM9 1.75V5.5h3.75"/>`,
  folder: svg`<path d="M1.75 12.25v-8.5a1 1 0 0 1 1-1h3.2l1.6 2h5.7a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1z"/>`,
  'folder-open': svg`<path d="M1.75 12.5V3.75a1 1 0 0 1 1-1h3.2l1.6 2h4.7a1 1 0 0 1 1 1v1M1.75 12.5l2-5.75h11l-1.9 5.75a1 1 0 0 1-.95.7H2.7a1 1 0 0 1-.95-.7z"/>`,
  lock: svg`<path d="M3.75 7.25h8.5v6.5h-8.5zM5.5 7.25V5a2.5 2.5 0 0 1 5 0v2.25"/>`,
  chevron: svg`<path d="m6 3.5 4.5 4.5L6 12.5"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  check: svg`<path d="m3 8.5 3.25 3.25L13 4.75"/>`,
  cross: svg`<path d="m4.5 4.5 7 7M11.5 4.5l-7 7"/>`,
  minus: svg`<path d="M3.5 8h9"/>`,
  play: svg`<path fill="currentColor" d="M4.5 3v10l8-5z"/>`,
  pause: svg`<path d="M5.5 3.5v9M10.5 3.5v9"/>`,
  stop: svg`<path fill="currentColor" d="M4.25 4.25h7.5v7.5h-7.5z"/>`,
  send: svg`<path d="M8 13.25V2.75M3.75 7 8 2.75 12.25 7"/>`,
  retry: svg`<path d="M13.25 8A5.25 5.25 0 1 1 11.6 4.2M13.25 1.75v3.5h-3.5"/>`,
  more: svg`<path stroke-width="2.4" d="M3.25 8h.01M8 8h.01M12.75 8h.01"/>`,
  terminal: svg`<path d="m2.75 4.25 3.75 3.5-3.75 3.5M8 12h5.25"/>`,
  chat: svg`<path d="M2.25 3.75a1 1 0 0 1 1-1h9.5a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H8l-3.25 2.5v-2.5h-1.5a1 1 0 0 1-1-1z"/>`,
  tests: svg`<path d="M6 1.75h4M6.75 1.75v4.5l-3.9 6.3a1.1 1.1 0 0 0 .95 1.7h8.4a1.1 1.1 0 0 0 .95-1.7l-3.9-6.3v-4.5M4.75 10h6.5"/>`,
  book: svg`<path d="M8 3.75S6.75 2.5 4.5 2.5 1.75 3 1.75 3v9.75s.75-.5 2.75-.5 3.5 1.25 3.5 1.25 1.5-1.25 3.5-1.25 2.75.5 2.75.5V3s-.5-.5-2.75-.5S8 3.75 8 3.75zm0 0v9.75"/>`,
  code: svg`<path d="M5.25 4.25 1.75 8l3.5 3.75M10.75 4.25 14.25 8l-3.5 3.75"/>`,
  clock: svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 4.5V8l2.5 1.5"/>`,
  warning: svg`<path d="M8 2.25 14.5 13.5h-13zM8 6.5v3M8 11.5v.01"/>`,
  info: svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 7.25v3.75M8 5v.01"/>`,
  error: svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 4.75V8.5M8 11v.01"/>`,
  offline: svg`<path d="m2 2 12 12M4.2 7.2A5.6 5.6 0 0 1 6 6.1M1.75 5a9 9 0 0 1 2-1.4M8 5.5c1.5 0 2.8.6 3.8 1.6M7 2.8A9 9 0 0 1 14.25 5M6.2 9.7a2.6 2.6 0 0 1 2.6-.6M8 12.5v.01"/>`,
  copy: svg`<path d="M5.75 5.75h7.5v7.5h-7.5zM10.25 5.5V2.75h-7.5v7.5H5.5"/>`,
  insert: svg`<path d="M8 2.5v7M4.75 6.5 8 9.75l3.25-3.25M2.5 13.25h11"/>`,
  trash: svg`<path d="M2.5 4.25h11M6 4V2.5h4V4M4 4.25l.6 9h6.8l.6-9"/>`,
  move: svg`<path d="M1.75 12.25v-8.5a1 1 0 0 1 1-1h3.2l1.6 2h5.7a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1zM5.25 8.5h5M8.25 6.25l2.25 2.25-2.25 2.25"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.25 3.25"/>`,
  edit: svg`<path d="m2.75 13.25.6-3L10.9 2.7a1 1 0 0 1 1.4 0l1 1a1 1 0 0 1 0 1.4l-7.55 7.55z"/>`,
  spark: svg`<path d="M8 1.75c.5 3.9 2.35 5.75 6.25 6.25C10.35 8.5 8.5 10.35 8 14.25 7.5 10.35 5.65 8.5 1.75 8 5.65 7.5 7.5 5.65 8 1.75z"/>`,
  flag: svg`<path d="M3.25 14.25V2.5s1-.75 2.75-.75 2.75 1.25 4.5 1.25 2.25-.5 2.25-.5v6.75s-.5.5-2.25.5S7.75 8.5 6 8.5s-2.75.75-2.75.75"/>`,
  tool: svg`<path d="M9.6 6.4a3.6 3.6 0 0 1 4.4-4.2L11.9 4.3l1.8 1.8 2-2.1"/><path d="M13.2 7.6a3.6 3.6 0 0 1-4-1L3.4 12.4a1.1 1.1 0 0 0 1.6 1.6l5.6-5.6"/>`,
  fullscreen: svg`<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>`,
  'step-back': svg`<path d="M3.5 3.5v9"/><path fill="currentColor" d="M12.5 3.5v9L6 8z"/>`,
  'step-forward': svg`<path d="M12.5 3.5v9"/><path fill="currentColor" d="M3.5 3.5v9L10 8z"/>`,
  link: svg`<path d="M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.5-2.5a2.75 2.75 0 0 0-3.9-3.9l-.6.6M9.25 6.75a2.75 2.75 0 0 0-3.9 0l-2.5 2.5a2.75 2.75 0 0 0 3.9 3.9l.6-.6"/>`,
} as const satisfies Record<string, TemplateResult<2>>;

export type IconName = keyof typeof shapes;

/** Those that point where reading goes on; what plays, and code, runs the same way in every language. */
const directed: ReadonlySet<IconName> = new Set<IconName>(['chevron', 'folder-open', 'move']);

/** A decorative icon in the colour of the text around it: what it means must also be said in words or in the button's label. */
export const icon = (name: IconName) =>
  html`<svg
    class=${directed.has(name) ? 'icon directed' : 'icon'}
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shapes[name]}
  </svg>`;

export const iconStyles = css`
  .icon {
    flex: none;
    display: block;
  }
  .directed:dir(rtl) {
    scale: -1 1;
  }
`;
