import { css } from 'lit';

export const applyStyles = css`
  :host {
    display: block !important;
    container-type: inline-size !important;
  }
  .card {
    padding: var(--_space-5);
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
  }
  h2 {
    font-size: var(--_size-xl);
    line-height: 1.3;
  }
  .facts,
  .muted,
  .notice {
    color: var(--_muted);
  }
  .description {
    margin-top: var(--_space-3);
    max-width: 65ch;
    white-space: pre-line;
  }
  form {
    display: grid;
    gap: var(--_space-4);
    margin-top: var(--_space-5);
    max-width: 34rem;
  }
  label {
    display: grid;
    gap: var(--_space-1);
    font-weight: 500;
  }
  input {
    min-height: 40px;
    padding: 0 var(--_space-3);
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-weight: 400;
  }
  input[aria-invalid='true'] {
    border-color: var(--_danger);
  }
  .start {
    justify-self: start;
    min-height: 40px;
    padding: 0 var(--_space-5);
    border: 0;
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .start:hover {
    background: var(--_accent-hover);
  }
  .start:disabled {
    opacity: 0.6;
    cursor: progress;
  }
  /* A system that forces colours lays its own ground behind text: on the accent it would hide it. */
  @media (forced-colors: active) {
    .start {
      forced-color-adjust: none;
    }
  }
  .retry {
    border: 0;
    padding: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-decoration: underline;
    cursor: pointer;
  }
  .problem {
    color: var(--_danger);
    font-weight: 400;
  }
  .notice {
    max-width: 60ch;
    font-size: var(--_size-s);
  }
  interview-workspace {
    height: var(--ilm-workspace-height, min(100vh, 860px));
  }
`;
