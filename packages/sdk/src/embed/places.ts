/** How far below the screen a place is when its interview begins to load. */
const near = '400px';
/** Shared by every copy of this script, so that a place belongs to the first that finds it. */
const claimed = Symbol.for('interviewlm.place');

/** Calls `mount` for each `[data-interviewlm]` of the page, now or later, once it comes near the screen; a place is only given once. */
export class Places {
  private readonly approaching: IntersectionObserver;

  constructor(mount: (place: HTMLElement) => void) {
    this.approaching = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          this.approaching.unobserve(target);
          mount(target as HTMLElement);
        }
      },
      { rootMargin: near },
    );
  }

  /** Finds those that are there, and follows the page from now on. */
  watch(): void {
    this.find();
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => addedNodes.length > 0)) this.find();
    }).observe(document.documentElement, { childList: true, subtree: true });
  }

  claim(place: HTMLElement): void {
    if (Reflect.has(place, claimed)) return;
    Reflect.set(place, claimed, true);
    this.approaching.observe(place);
  }

  private find(): void {
    for (const place of document.querySelectorAll<HTMLElement>('[data-interviewlm]')) this.claim(place);
  }
}
