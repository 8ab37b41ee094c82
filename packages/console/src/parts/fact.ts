import { html, type TemplateResult } from 'lit';

/** One entry of a `<dl>`. */
export const fact = (name: string, value: unknown): TemplateResult =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
