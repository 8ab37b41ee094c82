import { html } from 'lit';

/** The product's own, as in its icon: `server/src/api/pages/favicon.ts`. */
export const mark = html`<svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
  <path fill="#2456d6" d="M7 2h18a5 5 0 0 1 5 5v13a5 5 0 0 1-5 5h-9l-7 5.4V25H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5Z" />
  <path fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" d="m9 9.5 4.5 4L9 17.5M17 18h6" />
</svg>`;
