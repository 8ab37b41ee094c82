import { html } from 'lit';
import { msg } from '@interviewlm/ui';
import { changeBetween } from '../state/document.js';
import '../diff/text-diff.js';
import type { Expectation } from './expectation.js';

/** What was expected and what came: short values above each other with what differs marked, long ones as a comparison by lines. */
export function comparison({ expected, got }: Expectation, name: string) {
  if (expected.includes('\n') || got.includes('\n'))
    return html`<div class="compared">
      <p class="legend">${msg('− got, + expected')}</p>
      <ilm-text-diff tabindex="0" .from=${got} .to=${expected} .path=${name}></ilm-text-diff>
    </div>`;
  const [offset, deleted, inserted] = changeBetween(expected, got) ?? [0, 0, ''];
  return html`<dl class="compared">
    <dt>${msg('Expected')}</dt>
    <dd class="removed" dir="ltr">${marked(expected, offset, deleted)}</dd>
    <dt>${msg('Got')}</dt>
    <dd class="added" dir="ltr">${marked(got, offset, inserted.length)}</dd>
  </dl>`;
}

const marked = (text: string, at: number, length: number) =>
  html`${text.slice(0, at)}<mark>${text.slice(at, at + length)}</mark>${text.slice(at + length)}`;
