import { html } from 'lit';
import { msg } from '@interviewlm/ui';

/** Shown before the workspace's state is there. */
export const elsewhere = (takeOver: () => void) =>
  html`<ilm-notice icon="copy" tone="warning" heading=${msg('This interview is open in another tab')}>
    ${msg('It can be worked on in one tab at a time, so that nothing is overwritten.')}
    <button slot="actions" class="button primary" @click=${takeOver}>${msg('Use it here')}</button>
  </ilm-notice>`;

export const loading = (label: string) => html`<div class="center"><ilm-spinner label=${label}></ilm-spinner></div>`;
