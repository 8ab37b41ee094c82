import { css } from 'lit';

export const timelineStyles = css`
  :host {
    --ruler: 18px;
    --tall: 26px;
    --low: 16px;
    display: grid;
    grid-template-columns: minmax(76px, max-content) 1fr 44px;
    padding: 0 0 8px;
    background: var(--_raised);
    font-size: var(--_size-xs);
    user-select: none;
    -webkit-user-select: none;
  }
  .labels {
    padding-top: var(--ruler);
    color: var(--_muted);
  }
  .label {
    display: flex;
    align-items: center;
    height: var(--low);
    padding-inline: 14px var(--_space-2);
    white-space: nowrap;
  }
  .label.edits {
    height: var(--tall);
  }
  .track {
    position: relative;
    min-width: 0;
  }
  .ruler {
    position: relative;
    height: var(--ruler);
    color: var(--_faint);
    font-variant-numeric: tabular-nums;
  }
  .ruler span {
    position: absolute;
    height: 100%;
    padding-inline-start: 4px;
    border-inline-start: 1px solid var(--_border);
    line-height: 16px;
    white-space: nowrap;
  }
  .lane {
    position: relative;
    height: var(--low);
    border-top: 1px solid var(--_border);
  }
  .lane.edits {
    height: var(--tall);
  }
  .lane svg {
    position: absolute;
    inset: 2px 0 0;
    width: 100%;
    height: calc(100% - 2px);
    fill: color-mix(in srgb, var(--_accent) 55%, transparent);
  }
  .lane.terminal svg {
    fill: color-mix(in srgb, var(--_muted) 50%, transparent);
  }
  .idle,
  .loop,
  .unloaded {
    position: absolute;
    inset-block: var(--ruler) 0;
    pointer-events: none;
  }
  .idle {
    background: repeating-linear-gradient(-45deg, var(--_hover) 0 3px, transparent 3px 7px);
  }
  .unloaded {
    background: var(--_hover);
  }
  input {
    position: absolute;
    z-index: 1;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
    touch-action: pan-y;
    appearance: none;
  }
  input::-webkit-slider-thumb {
    appearance: none;
    width: 1px;
    height: 100%;
  }
  input::-moz-range-thumb {
    width: 1px;
    height: 100%;
    border: 0;
  }
  .track:has(input:focus-visible) {
    outline: var(--_ring);
    outline-offset: 3px;
    border-radius: 2px;
  }
  .playhead {
    position: absolute;
    z-index: 3;
    inset-block: 0;
    width: 2px;
    margin-inline-start: -1px;
    background: var(--_text);
    pointer-events: none;
  }
  .playhead::before {
    content: '';
    position: absolute;
    top: 0;
    left: -4px;
    width: 10px;
    height: 10px;
    border-radius: 2px 2px 50% 50%;
    background: var(--_text);
  }
  .marker {
    position: absolute;
    z-index: 2;
    width: 16px;
    height: var(--low);
    margin: 0 0 0 -8px;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  .marker:focus-visible {
    z-index: 4;
    outline-offset: -2px;
    border-radius: 3px;
  }
  .marker::before {
    content: '';
    position: absolute;
    inset: 50% auto auto 50%;
    width: 8px;
    height: 8px;
    translate: -50% -50%;
    border-radius: 50%;
    background: var(--color, var(--_muted));
    transition: scale var(--_fast) var(--_ease);
  }
  .marker:hover::before {
    scale: 1.4;
  }
  /* Flags have room above them: they are as large as a finger needs. */
  [data-lane='ruler'] {
    top: -6px;
    width: 24px;
    height: 24px;
    margin-left: -12px;
  }
  [data-lane='edits'] {
    top: var(--ruler);
  }
  [data-lane='tests'] {
    top: calc(var(--ruler) + var(--tall));
  }
  [data-lane='chat'] {
    top: calc(var(--ruler) + var(--tall) + var(--low));
  }
  [data-lane='terminal'] {
    top: calc(var(--ruler) + var(--tall) + 2 * var(--low));
  }
  [data-lane='signals'] {
    top: calc(var(--ruler) + var(--tall) + 3 * var(--low));
  }
  .run_passed {
    --color: var(--_success);
  }
  .run_failed {
    --color: var(--_danger);
  }
  /* A shape of its own, for those who can't tell the colours apart. */
  .run_failed::before {
    border-radius: 0;
    clip-path: polygon(20% 0, 50% 30%, 80% 0, 100% 20%, 70% 50%, 100% 80%, 80% 100%, 50% 70%, 20% 100%, 0 80%, 30% 50%, 0 20%);
    width: 10px;
    height: 10px;
  }
  .chat,
  .proposal {
    --color: var(--_accent);
  }
  .proposal::before {
    border-radius: 1px;
    rotate: 45deg;
  }
  .paste {
    --color: var(--_warning);
  }
  .paste::before {
    border-radius: 1px;
    width: 7px;
  }
  .gap {
    --color: var(--_danger);
  }
  .blur::before {
    width: 9px;
    height: 9px;
    border: 2px solid var(--_muted);
    background: none;
  }
  .gap::before,
  .pause::before,
  .resume::before {
    width: 3px;
    height: 12px;
    border-radius: 1px;
  }
  .question::before,
  .submit::before {
    inset: 10px auto auto 11px;
    width: 9px;
    height: 10px;
    border-radius: 0;
    translate: 0;
    background: var(--_accent);
    clip-path: polygon(0 0, 100% 0, 70% 35%, 100% 70%, 20% 70%, 20% 100%, 0 100%);
  }
  .loop {
    border-inline: 2px solid var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
  }
  .comment {
    position: absolute;
    z-index: 3;
    top: 0;
    width: 24px;
    height: 24px;
    margin: 0 0 0 -12px;
    padding: 1px 4px;
    border: 0;
    background: none;
    color: var(--_accent);
    cursor: pointer;
  }
  .comment .icon {
    fill: var(--_accent-soft);
  }
  .zoom {
    display: grid;
    align-content: start;
    /* A marker at the very end reaches 12 px over the track. */
    justify-items: end;
    padding-inline-end: 4px;
  }
  .tip {
    position: absolute;
    z-index: 5;
    bottom: calc(100% + 4px);
    width: max-content;
    max-width: min(360px, 100%);
    padding: 3px 8px;
    border-radius: var(--_radius-s);
    background: var(--_text);
    color: var(--_surface);
    font-variant-numeric: tabular-nums;
    pointer-events: none;
  }
  .tip > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tip pre {
    margin: 2px 0;
    font: 400 8px/11px var(--_mono);
    text-overflow: clip;
    white-space: pre;
  }
  .tip .path {
    font-weight: 600;
  }
  /* Marks are grounds, which a system that forces colours would take away: ours are its own by then. */
  @media (forced-colors: active) {
    .track {
      forced-color-adjust: none;
    }
  }
  @container (max-width: 640px) {
    :host {
      grid-template-columns: 0 1fr 0;
      padding-inline: 12px;
    }
    .labels {
      visibility: hidden;
    }
    .zoom {
      display: none;
    }
  }
`;
