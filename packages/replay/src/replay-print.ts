import { transcriptOf, type Replay, type ReplayState } from '@interviewlm/recording';
import { css, html } from 'lit';
import { msg, str } from '@interviewlm/ui';
import type { Thread } from './comment-store.js';
import { clock } from './time.js';
import { retold } from './retold.js';

/** Of one file on paper; the bundle has it all. */
const mostLines = 400;
const mostFiles = 30;

/** What paper gets in place of the player: who and when, everything that happened in words, comments, and the files at this moment. */
export function renderPrint({ manifest, entries }: Replay, state: ReplayState, t: number, threads: readonly Thread[], name: string) {
  const files = [...state.files].filter(([, { content, starter }]) => content !== starter).slice(0, mostFiles);
  return html`<article class="print">
    <h1>${manifest.title}</h1>
    <p>${msg(str`${name} · ${clock(manifest.duration_ms)} · shown at ${clock(t)}`)}</p>
    <h2>${msg('What happened')}</h2>
    <ol>
      ${transcriptOf(entries).map(({ at, title }) => html`<li><span>${clock(at)}</span> ${retold(title)}</li>`)}
    </ol>
    ${threads.length > 0 ? html`<h2>${msg('Comments')}</h2>` : ''}
    ${threads.map(({ root, replies }) => [root, ...replies].map(({ t_ms, author, text }) => html`<p>${clock(t_ms)} ${author}: ${text}</p>`))}
    <h2>${msg(str`Changed files at ${clock(t)}`)}</h2>
    ${files.map(
      ([path, { content }]) =>
        html`<h3>${path}</h3>
          <pre dir="ltr">${content.split('\n').slice(0, mostLines).join('\n')}</pre>`,
    )}
  </article>`;
}

export const printStyles = css`
  .print {
    display: none;
  }
  @media print {
    :host([printing]) {
      display: block;
      height: auto;
      overflow: visible;
      border: 0;
      color: #000;
      background: #fff;
      container-type: normal;
    }
    :host([printing]) > .root {
      display: none;
    }
    :host([printing]) > .print {
      display: block;
    }
    .print ol {
      padding: 0;
      list-style: none;
    }
    .print li span {
      display: inline-block;
      min-width: 6ch;
      font-variant-numeric: tabular-nums;
    }
    .print h2,
    .print h3 {
      margin: 16px 0 4px;
      break-after: avoid;
    }
    .print pre {
      margin: 0;
      font: 400 9pt/1.4 var(--_mono);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  }
`;
