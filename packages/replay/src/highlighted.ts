import { html } from 'lit';

/** A text with the first place of what was looked for marked; `wanted` in small letters. */
export function highlighted(text: string, wanted: string) {
  const found = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  if (found < 0) return text;
  const end = found + wanted.length;
  return html`${text.slice(0, found)}<mark>${text.slice(found, end)}</mark>${text.slice(end)}`;
}
