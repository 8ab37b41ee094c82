import { css } from 'lit';

export const chatStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
  }
  .loading {
    margin: var(--_space-4);
  }
  .log {
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    gap: var(--_space-4);
    min-height: 0;
    padding: var(--_space-4);
  }
  .log > ilm-notice {
    margin: auto;
  }
  .message.user {
    align-self: flex-end;
    max-width: 88%;
    padding: var(--_space-2) var(--_space-3);
    border-radius: var(--_radius-l);
    background: var(--_accent-soft);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .message.assistant {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space-2);
  }
  .tool {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .tool .icon {
    margin-top: 2px;
  }
  .tool code {
    font: 400 0.95em / 1.4 var(--_mono);
    overflow-wrap: anywhere;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px var(--_space-2);
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .end span {
    flex: 1 1 160px;
  }
  .problem {
    color: var(--_danger);
    font-size: var(--_size-s);
  }
  .code {
    position: relative;
    margin: 0 0 0.8em;
  }
  .code pre {
    margin: 0;
    padding-inline-end: 64px;
  }
  .code-actions {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    display: flex;
  }
  .away {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .composer {
    display: grid;
    gap: var(--_space-2);
    padding: var(--_space-3);
    border-top: 1px solid var(--_border);
  }
  .box {
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-l);
    background: var(--_surface);
  }
  .box:focus-within {
    outline: var(--_ring);
    outline-offset: -1px;
    border-color: transparent;
  }
  textarea {
    display: block;
    width: 100%;
    max-height: 160px;
    /* What it asks for takes two lines where there is little room, as in German. */
    field-sizing: content;
    padding: 9px var(--_space-3) 4px;
    border: 0;
    outline: 0;
    background: none;
    color: var(--_text);
    font: 400 var(--_size-m) / 1.45 var(--_font);
    resize: none;
  }
  textarea:focus-visible {
    outline: none;
  }
  textarea::placeholder {
    color: var(--_faint);
    opacity: 1;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2);
    padding: 4px 6px 6px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-width: 0;
    min-height: 24px;
    padding: 0 8px;
    border: 1px solid transparent;
    border-radius: 99px;
    background: none;
    color: var(--_faint);
    font: 400 var(--_size-xs) / 1 var(--_font);
    text-decoration: line-through;
    white-space: nowrap;
    cursor: pointer;
  }
  .chip .icon {
    width: 13px;
    height: 13px;
  }
  .chip[aria-pressed='true'] {
    border-color: var(--_border);
    color: var(--_muted);
    text-decoration: none;
  }
  .usage {
    flex: 1;
    color: var(--_faint);
    font-size: var(--_size-xs);
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }
  .round {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    border: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    cursor: pointer;
  }
  .round:disabled {
    background: var(--_active);
    color: var(--_faint);
    cursor: not-allowed;
  }
`;
