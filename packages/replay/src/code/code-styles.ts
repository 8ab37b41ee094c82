import { css } from 'lit';

/** Backgrounds by where text came from, for the code and its legend. */
export const originStyles = css`
  .from-typed {
    background: color-mix(in srgb, var(--_success) 14%, transparent);
  }
  .from-paste {
    background: color-mix(in srgb, var(--_warning) 22%, transparent);
  }
  .from-assistant {
    background: color-mix(in srgb, var(--_accent) 16%, transparent);
  }
  .from-format,
  .from-undo {
    background: var(--_active);
  }
  .from-terminal {
    background: color-mix(in srgb, var(--_danger) 14%, transparent);
  }
`;

export const codeStyles = css`
  :host {
    position: relative;
    min-height: 0;
    background: var(--_surface);
    contain: strict;
  }
  .view {
    position: absolute;
    inset: 0;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
    font: 400 13px/20px var(--_mono);
    font-variant-ligatures: none;
    tab-size: 4;
  }
  .view:focus-visible {
    outline-offset: -2px;
  }
  .sheet {
    position: relative;
    --gutter: calc(var(--digits, 2) * 1ch + 28px);
    margin-block: 8px;
  }
  .numbers {
    position: absolute;
    z-index: 1;
    width: var(--gutter);
    padding-inline-end: 16px;
    background: var(--_surface);
    color: var(--_faint);
    text-align: end;
    white-space: pre;
    user-select: none;
    -webkit-user-select: none;
  }
  .lines {
    position: absolute;
    left: var(--gutter);
    right: 0;
  }
  .view-line {
    height: 20px;
    white-space: pre;
    direction: ltr;
  }
  .caret {
    margin-inline: -1px;
    border-inline-start: 2px solid var(--_accent);
  }
  .keyword,
  .tag {
    color: var(--_accent);
  }
  .string {
    color: var(--_success);
  }
  .number-literal {
    color: var(--_warning);
  }
  .comment {
    color: var(--_muted);
    font-style: italic;
  }
  .selected {
    background: color-mix(in srgb, var(--_accent) 26%, transparent);
  }
  .hit {
    border-radius: 2px;
    background: var(--_warning-soft);
    box-shadow: inset 0 -2px 0 var(--_warning);
  }
  .unseen {
    border-radius: 2px;
    background: var(--_danger-soft);
    color: var(--_danger);
    font-size: 11px;
  }
  .cut {
    color: var(--_muted);
    font-style: italic;
    user-select: none;
  }
`;
