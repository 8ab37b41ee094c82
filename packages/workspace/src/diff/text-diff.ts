import { css, html } from 'lit';
import { property } from 'lit/decorators.js';
import { BaseElement, define, msg, str } from '@interviewlm/ui';
import { diffLines, withContext } from './lines.js';
import type { DiffLine } from './lines.js';

/** For every element that shows a comparison. */
export const diffStyles = css`
  table {
    width: 100%;
    border-collapse: collapse;
    font: 400 var(--_size-s) / 1.55 var(--_mono);
  }
  td {
    padding: 0 8px;
    vertical-align: top;
  }
  .number {
    width: 1%;
    padding-inline: 6px;
    color: var(--_faint);
    text-align: end;
    user-select: none;
    font-variant-numeric: tabular-nums;
  }
  .sign {
    width: 1%;
    padding-inline: 4px 0;
    user-select: none;
  }
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 4;
  }
  .added {
    background: var(--_success-soft);
  }
  .added .sign {
    color: var(--_success);
  }
  .removed {
    background: var(--_danger-soft);
  }
  .removed .sign {
    color: var(--_danger);
  }
  .gap td {
    padding: 2px 8px;
    background: var(--_sunken);
    color: var(--_faint);
    text-align: center;
  }
`;

/** `<ilm-text-diff>`: what changes from one text to another, line by line. Added and removed are said by signs too, not by colour alone. */
export class TextDiff extends BaseElement {
  static override styles = [...[BaseElement.styles].flat(), diffStyles];

  @property({ attribute: false }) from = '';
  @property({ attribute: false }) to = '';
  @property({ attribute: false }) path = '';

  override render() {
    return diffRows(withContext(diffLines(this.from, this.to)), msg(str`Changes to ${this.path}`));
  }
}

/** The lines of a comparison as a table; null stands for lines that were left out. */
export const diffRows = (lines: readonly (DiffLine | null)[], label: string) =>
  html`<table dir="ltr" aria-label=${label}>
    <tbody>
      ${lines.map((line) =>
        line
          ? row(line)
          : html`<tr class="gap">
              <td colspan="3">⋯</td>
            </tr>`,
      )}
    </tbody>
  </table>`;

const signs = { same: '', added: '+', removed: '−' } as const;

function row({ kind, text, before, after }: DiffLine) {
  const sign = signs[kind];
  const said = kind === 'same' ? '' : kind === 'added' ? msg('added:') : msg('removed:');
  return html`<tr class=${kind}>
    <td class="number">${after ?? before}</td>
    <td class="sign"><span aria-hidden="true">${sign}</span><span class="sr-only">${said}</span></td>
    <td class="text">${text}</td>
  </tr>`;
}

define('ilm-text-diff', TextDiff);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-text-diff': TextDiff;
  }
}
