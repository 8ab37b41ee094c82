import { css } from 'lit';

export const editorStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--_surface);
  }
  .tabs {
    display: flex;
    flex: 0 0 36px;
    overflow-x: auto;
    scrollbar-width: none;
    background: var(--_ground);
    box-shadow: inset 0 -1px var(--_border);
  }
  .tab {
    display: flex;
    align-items: center;
    position: relative;
    border-inline-end: 1px solid var(--_border);
    color: var(--_muted);
  }
  .tab.active {
    background: var(--_surface);
    color: var(--_text);
    box-shadow: inset 0 2px var(--_accent);
  }
  .tab > [role='tab'] {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 100%;
    padding-inline: 12px 4px;
    border: 0;
    background: none;
    color: inherit;
    font: 400 var(--_size-s) / 1 var(--_font);
    white-space: nowrap;
    cursor: pointer;
  }
  .tab:not(.active):hover {
    background: var(--_hover);
  }
  .tab > [role='tab']:focus-visible {
    outline-offset: -3px;
  }
  .tab .icon-button {
    min-width: 22px;
    min-height: 22px;
    margin-inline-end: 5px;
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--_accent);
  }
  .dot.failed,
  .dot.conflict {
    background: var(--_danger);
  }
  .stage {
    position: relative;
    flex: 1 1 0;
    min-height: 0;
  }
  .surface {
    position: absolute;
    inset: 0;
  }
  /* Its text stands where Monaco will put it. */
  .plain {
    position: absolute;
    inset: 0;
    z-index: 1;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    padding: 10px 10px 10px 69px;
    border: 0;
    outline: none;
    resize: none;
    overflow: auto;
    background: var(--_surface);
    color: var(--_text);
    font: 13px/20px var(--_mono);
    tab-size: 2;
    white-space: pre;
    direction: ltr;
  }
  /* Only while something is typed there, or said: the mode stands in the status line. */
  .vim {
    position: absolute;
    inset-inline: 0;
    bottom: 0;
    z-index: 2;
    padding: 4px 12px;
    border-top: 1px solid var(--_border);
    background: var(--_raised);
    color: var(--_text);
    font: 13px/20px var(--_mono);
  }
  .vim:not(:has(input, .vim-notification:not(:empty))),
  .vim > span:first-child,
  .vim > span:last-child {
    display: none !important;
  }
  /* What Vim says beside its line is grey by itself, and too faint to read. */
  .vim span {
    color: inherit !important;
  }
  .vim input {
    width: calc(100% - 40px);
    padding: 0;
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
  }
  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    background: var(--_surface);
  }
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2) var(--_space-3);
    padding: var(--_space-2) var(--_space-3);
    border-bottom: 1px solid var(--_border);
    background: var(--_warning-soft);
    color: var(--_text);
    font-size: var(--_size-s);
  }
  .banner .grow {
    flex: 1 1 200px;
  }
  .status {
    container-type: inline-size;
    display: flex;
    flex: 0 0 26px;
    align-items: center;
    gap: var(--_space-3);
    padding-inline: var(--_space-3);
    border-top: 1px solid var(--_border);
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    overflow: hidden;
  }
  .status .grow {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .status .problem {
    color: var(--_danger);
  }
  .vim-mode:empty {
    display: none;
  }
  /* Whether it is saved comes first. */
  @container (max-width: 420px) {
    .language {
      display: none;
    }
  }
  @container (max-width: 330px) {
    .place {
      display: none;
    }
  }
  /* What went wrong is said in full, however narrow the editor is. */
  .status:has(.problem) {
    flex-basis: auto;
    flex-wrap: wrap;
    min-height: 26px;
    white-space: normal;
  }
  .status .problem.grow {
    flex: 1 0 200px;
  }
  .test-mark::before {
    display: grid;
    place-items: center;
    width: 16px;
    height: 100%;
    margin-inline-start: 4px;
    font: 700 13px/1 var(--_font);
  }
  .test-mark.passed::before {
    content: '✓';
    color: var(--_success);
  }
  .test-mark.failed::before {
    content: '✗';
    color: var(--_danger);
  }
  .test-mark.skipped::before {
    content: '–';
    color: var(--_warning);
  }
  .test-note {
    color: var(--_danger);
    font-style: italic;
  }
  .diff {
    position: absolute;
    inset: 0;
    overflow: auto;
    background: var(--_surface);
  }
`;
