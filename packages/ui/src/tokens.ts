import { css, unsafeCSS } from 'lit';

/**
 * Design tokens. Hosts set the public `--ilm-…` properties on any ancestor; our own rules read the private `--_…` ones, which fall back
 * to the values here. Public properties are never declared by us, so a nested part doesn't undo what the host has set around it.
 *
 * `appearance` on an element: `light`, `dark`, `auto` (the visitor's preference), `contrast`; without it the page around decides. Colours that
 * the visitor's system forces go before all of them.
 */
const palette = {
  // Surfaces, from the page's ground up to what floats above it.
  ground: ['#f3f4f6', '#0e1116'],
  surface: ['#ffffff', '#151a21'],
  raised: ['#fafbfc', '#1b212a'],
  sunken: ['#eef0f3', '#0b0e12'],
  hover: ['#16233a0d', '#d6e4ff12'],
  active: ['#16233a17', '#d6e4ff1f'],
  // Text.
  text: ['#141a24', '#e6eaf0'],
  muted: ['#566072', '#a0a9b8'],
  faint: ['#5f6879', '#8d97a7'],
  // Lines.
  border: ['#dfe3e9', '#262d38'],
  'border-strong': ['#8b94a3', '#667082'],
  // What acts, and what it says on it.
  accent: ['#2456d6', '#8ab0ff'],
  'accent-hover': ['#1c46b4', '#a6c3ff'],
  'accent-soft': ['#e8eefc', '#1b2a4a'],
  'on-accent': ['#ffffff', '#0b1630'],
  // What happened.
  success: ['#13714a', '#57cc99'],
  'success-soft': ['#e2f4eb', '#12301f'],
  danger: ['#b42318', '#ff9188'],
  'danger-soft': ['#fdebe9', '#3a1816'],
  warning: ['#8a5300', '#f0b75a'],
  'warning-soft': ['#fdf2dd', '#33260d'],
  focus: ['#2456d6', '#8ab0ff'],
  shadow: ['#101828', '#000000'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

const contrast: Partial<Record<keyof typeof palette, readonly [string, string]>> = {
  ground: ['#ffffff', '#000000'],
  surface: ['#ffffff', '#000000'],
  raised: ['#ffffff', '#000000'],
  sunken: ['#ffffff', '#000000'],
  text: ['#000000', '#ffffff'],
  muted: ['#1d232c', '#e6e9ee'],
  faint: ['#2c333f', '#d6dae1'],
  border: ['#3a4250', '#c3c9d3'],
  'border-strong': ['#000000', '#ffffff'],
  accent: ['#0031a8', '#b9d2ff'],
  success: ['#00492b', '#8cf0c2'],
  danger: ['#860b03', '#ffbdb8'],
  warning: ['#5a3500', '#ffd998'],
  focus: ['#0031a8', '#ffe066'],
};

const colors = (entries: object, name: (key: string, value: string) => string) =>
  unsafeCSS(
    Object.entries(entries as Record<string, readonly [string, string]>)
      .map(([key, [light, dark]]) => name(key, `light-dark(${light}, ${dark})`))
      .join('\n'),
  );

const fallingBack = (key: string, value: string) => `--_${key}: var(--ilm-${key}, ${value});`;
const given = (key: string, value: string) => `--ilm-${key}: ${value};`;

export const tokens = css`
  :host {
    ${colors(palette, fallingBack)}

    --_font: var(--ilm-font, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif);
    --_mono: var(--ilm-font-mono, ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace);
    --_size: var(--ilm-font-size, 14px);
    --_size-xs: calc(var(--_size) * 0.786);
    --_size-s: calc(var(--_size) * 0.893);
    --_size-m: var(--_size);
    --_size-l: calc(var(--_size) * 1.143);
    --_size-xl: calc(var(--_size) * 1.429);
    --_size-2xl: calc(var(--_size) * 1.857);
    --_line: 1.5;

    --_space-1: 4px;
    --_space-2: 8px;
    --_space-3: 12px;
    --_space-4: 16px;
    --_space-5: 24px;
    --_space-6: 32px;
    --_control: var(--ilm-control-height, 32px);
    --_radius-s: calc(var(--_radius) * 0.667);
    --_radius: var(--ilm-radius, 6px);
    --_radius-l: calc(var(--_radius) * 1.667);

    --_fast: var(--ilm-motion, 120ms);
    --_slow: calc(var(--_fast) * 2);
    --_ease: cubic-bezier(0.2, 0, 0, 1);
    --_ring: 2px solid var(--_focus);
    --_lift: 0 1px 2px color-mix(in srgb, var(--_shadow) 8%, transparent), 0 8px 24px color-mix(in srgb, var(--_shadow) 16%, transparent);
  }
  :host([appearance='light']) {
    color-scheme: light;
  }
  :host([appearance='dark']) {
    color-scheme: dark;
  }
  :host([appearance='auto']),
  :host([appearance='contrast']) {
    color-scheme: light dark;
  }
  :host([appearance='contrast']) {
    ${colors(contrast, given)}
  }
  @media (prefers-contrast: more) {
    :host {
      ${colors(contrast, fallingBack)}
    }
  }
  /* Windows' contrast themes, say. What the system paints over anyway is left out. */
  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_faint: CanvasText;
      --_border: CanvasText;
      --_accent: Highlight;
      --_accent-hover: Highlight;
      --_on-accent: HighlightText;
      --_success: CanvasText;
      --_danger: CanvasText;
      --_warning: CanvasText;
      --_focus: Highlight;
    }
    /* What is chosen is told by a ground of its own, which the system would take away. */
    [aria-selected='true'],
    [aria-pressed='true'],
    [aria-checked='true'],
    [aria-current]:not([aria-current='false']) {
      --_text: HighlightText;
      --_muted: HighlightText;
      --_faint: HighlightText;
      forced-color-adjust: none;
      background: Highlight !important;
      color: HighlightText !important;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_fast: 0.01ms;
    }
  }
`;

/** A colour that a host may set as `--ilm-<name>`. */
export type ColorName = keyof typeof palette;
export const colorNames = Object.keys(palette) as readonly ColorName[];
