import { css } from 'lit';

/** Forms, and lists of facts. */
export const formStyles = css`
  form {
    display: grid;
    gap: var(--_space-3);
  }
  form.inset {
    padding: var(--_space-3) var(--_space-4);
    border-bottom: 1px solid var(--_border);
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr));
    align-items: end;
    gap: var(--_space-3);
  }
  label,
  legend {
    font-weight: 500;
    font-size: var(--_size-s);
  }
  label > .field {
    margin-top: var(--_space-1);
    font-weight: 400;
  }
  label.check {
    display: flex;
    align-items: start;
    gap: var(--_space-2);
    min-height: 24px;
    font-weight: 400;
    font-size: var(--_size-m);
  }
  input[type='checkbox'] {
    flex: none;
    margin: 4px 0 0;
    accent-color: var(--_accent);
  }
  select.field {
    text-overflow: ellipsis;
  }
  legend {
    padding: 0;
  }
  legend + .check {
    margin-top: var(--_space-1);
  }
  .hint + form {
    margin-top: var(--_space-3);
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .checks {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr));
    gap: var(--_space-1) var(--_space-3);
    margin-top: var(--_space-2);
  }
  .hint {
    margin: var(--_space-1) 0 0;
    color: var(--_muted);
    font: 400 var(--_size-s) / var(--_line) var(--_font);
  }
  textarea.field {
    min-height: 5lh;
    resize: vertical;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
    gap: var(--_space-3) var(--_space-4);
    margin: 0;
  }
  dt {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
