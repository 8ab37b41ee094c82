import { LitElement, css } from 'lit';
import type { CSSResultGroup, PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { LocaleController } from './locale-controller.js';
import { localeReady } from './localize.js';
import { tokens } from './tokens.js';

export type Appearance = 'light' | 'dark' | 'auto' | 'contrast';

/** What every element of ours starts from: tokens, type, box model and the focus ring. */
export class BaseElement extends LitElement {
  static override styles: CSSResultGroup = [
    tokens,
    css`
      :host {
        display: block;
        box-sizing: border-box;
        color: var(--_text);
        font: 400 var(--_size-m) / var(--_line) var(--_font);
        letter-spacing: normal;
        text-align: start;
        text-transform: none;
        -webkit-font-smoothing: antialiased;
      }
      :host([hidden]),
      [hidden] {
        display: none !important;
      }
      *,
      *::before,
      *::after {
        box-sizing: border-box;
      }
      :focus-visible {
        outline: var(--_ring);
        outline-offset: 1px;
      }
      h1,
      h2,
      h3,
      p,
      ul,
      ol {
        margin: 0;
      }
      .sr-only {
        position: absolute;
        width: 1px;
        height: 1px;
        margin: -1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
    `,
  ];

  /** `light`, `dark`, `auto` or `contrast`; unset follows the page around. */
  @property({ reflect: true }) appearance?: Appearance;
  /** `en`, `de`, `es`, `ja` or `ar`, also with a region; unset follows the nearest `lang` around. Texts are the page's: see EMBEDDING.md. */
  @property({ reflect: true }) locale?: string;

  private readonly localized = new LocaleController(this, (element) => element instanceof BaseElement);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('locale')) this.localized.ask();
    super.willUpdate(changed);
  }

  /** Waits for texts that are on their way: otherwise the first thing to be seen would be in another language. */
  protected override scheduleUpdate(): ReturnType<LitElement['scheduleUpdate']> {
    const loading = localeReady();
    return loading ? loading.then(() => super.scheduleUpdate()) : super.scheduleUpdate();
  }
}

/**
 * For the elements that stand in a page of somebody else: what holds even where that page says `* { all: unset }`. Only the element
 * itself can be reached by such a rule, nothing inside it; size stays the page's to say.
 */
export const placedStyles = css`
  :host {
    position: relative !important;
    box-sizing: border-box !important;
    color: var(--_text) !important;
    font: 400 var(--_size-m) / var(--_line) var(--_font) !important;
    letter-spacing: normal !important;
    text-align: start !important;
    text-transform: none !important;
    white-space: normal !important;
  }
`;

/** Registers an element once; a second copy of the package on the page leaves the first in place. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

/** True when the element's colours are dark now, whichever of page, attribute or preference decided it. */
export function isDark(element: Element): boolean {
  if (areColorsForced()) return matchMedia('(prefers-color-scheme: dark)').matches;
  const scheme = getComputedStyle(element).colorScheme;
  if (scheme.includes('dark') && scheme.includes('light')) return matchMedia('(prefers-color-scheme: dark)').matches;
  return scheme.includes('dark');
}

/** True where the visitor's system says the colours, as Windows' contrast themes do. */
export function areColorsForced(): boolean {
  return matchMedia('(forced-colors: active)').matches;
}
