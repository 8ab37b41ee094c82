import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { getLocale, isRightToLeft, matchLocale, onLocaleChange, setLocale } from './localize.js';
import type { Locale } from './localize.js';

type Host = ReactiveControllerHost & HTMLElement & { readonly locale?: string | undefined };

/** What each element that stands in somebody else's page asks for, in the order in which they asked. */
const wishes = new Map<Host, { readonly isExplicit: boolean; readonly locale: Locale }>();

/**
 * Draws its element again when the locale changes. An element that stands in a page (not inside another one of ours) also has a say in
 * which it is: by its `locale`, or else by the nearest `lang` around it. Texts are the page's, so of several the last `locale` counts.
 */
export class LocaleController implements ReactiveController {
  private stop: (() => void) | undefined;

  constructor(
    private readonly host: Host,
    private readonly isOurs: (element: Element) => boolean,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = onLocaleChange(() => this.show());
    if (!this.isPlaced) return;
    this.ask();
    this.mark();
  }

  hostDisconnected(): void {
    this.stop?.();
    wishes.delete(this.host);
  }

  /** The element's `locale` was set to another one. */
  ask(): void {
    if (!this.host.isConnected || !this.isPlaced) return;
    const explicit = matchLocale(this.host.locale);
    wishes.delete(this.host);
    wishes.set(this.host, { isExplicit: explicit !== undefined, locale: explicit ?? matchLocale(languageAround(this.host)) ?? 'en' });
    void setLocale(decided());
  }

  private show(): void {
    if (this.isPlaced) this.mark();
    this.host.requestUpdate();
  }

  /** The page may be in another language, and run the other way. */
  private mark(): void {
    this.host.lang = getLocale();
    this.host.dir = isRightToLeft() ? 'rtl' : 'ltr';
  }

  private get isPlaced(): boolean {
    const root = this.host.getRootNode();
    return !(root instanceof ShadowRoot && this.isOurs(root.host));
  }
}

function decided(): Locale {
  const asked = [...wishes.values()];
  return (asked.findLast(({ isExplicit }) => isExplicit) ?? asked.at(-1))?.locale ?? getLocale();
}

/** Through shadow roots, from outside the element: what it wears itself it got from here. */
function languageAround(element: Element): string | undefined {
  for (let at = parentOf(element); at; at = parentOf(at)) {
    const language = at.getAttribute('lang');
    if (language) return language;
  }
  return undefined;
}

function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
