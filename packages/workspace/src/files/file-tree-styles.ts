import { css } from 'lit';

export const fileTreeStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_raised);
  }
  .head {
    display: flex;
    flex: 0 0 36px;
    align-items: center;
    justify-content: space-between;
    padding-inline: var(--_space-3) var(--_space-1);
  }
  h2 {
    font: 600 var(--_size-s) / 1 var(--_font);
    color: var(--_muted);
  }
  .tree {
    flex: 1 1 0;
    min-height: 0;
    padding-bottom: var(--_space-3);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 6px;
    position: relative;
    min-height: 26px;
    padding-inline: calc(10px + (var(--level) - 1) * 14px) 8px;
    color: var(--_text);
    font-size: var(--_size-s);
    cursor: pointer;
    user-select: none;
  }
  .row:hover {
    background: var(--_hover);
  }
  .row.active {
    background: var(--_accent-soft);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .kind {
    color: var(--_muted);
  }
  .twist {
    margin-inline: -4px -6px;
    color: var(--_faint);
    transform: scale(0.75);
    transition: transform var(--_fast) var(--_ease);
  }
  .twist.open {
    transform: scale(0.75) rotate(90deg);
  }
  .twist.open:dir(rtl) {
    transform: scale(0.75) rotate(-90deg);
  }
  .name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dot {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--_accent);
  }
  .row.target,
  .tree.target {
    background: var(--_accent-soft);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .more {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    margin-inline-end: -4px;
    border-radius: var(--_radius-s);
    color: var(--_muted);
    opacity: 0;
  }
  .more:hover {
    background: var(--_active);
  }
  .row:hover .more,
  .row:focus-visible .more {
    opacity: 1;
  }
  @media (hover: none) {
    .more {
      opacity: 1;
    }
  }
  .naming {
    padding-block: 2px;
    padding-inline: calc(8px + (var(--level) - 1) * 14px) 8px;
  }
  .naming .field {
    min-height: 26px;
    padding-block: 2px;
    font-size: var(--_size-s);
  }
  .problem {
    padding: var(--_space-1) var(--_space-3);
    color: var(--_danger);
    font-size: var(--_size-xs);
  }
`;
