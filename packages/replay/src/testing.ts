import { sourceOf, type SegmentSource } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import type { SessionReplay } from './session-replay.js';

/** Time for a browser that shares its machine with others; less than a test has, so that it is what was waited for that is told. */
const patienceMs = 45_000;

/** Waits until `found` gives something, and gives it; says what it waited for when that never comes. */
export async function until<T>(what: string, found: () => T | null | undefined | false): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = found();
    if (value) return value;
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The demo session on the page, wholly loaded. */
export async function openDemo(width = 1200, source: SegmentSource = demoSource()): Promise<SessionReplay> {
  const box = document.createElement('div');
  box.style.cssText = `width: ${width}px; height: 720px`;
  const element = document.createElement('session-replay');
  element.style.height = '100%';
  element.source = source;
  const ready = next(element, 'replay-ready');
  box.append(element);
  document.body.append(box);
  await ready;
  await until('the whole recording', () => element.player?.replay.complete);
  await element.updateComplete;
  return element;
}

/** The next event of a type. */
export const next = (target: EventTarget, type: string): Promise<Event> =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

export function demoSource(): SegmentSource {
  const { manifest, events } = demoSession();
  return sourceOf(manifest, events);
}

/** Takes everything off the page that a test has put there. */
export function clearPage(): void {
  document.body.replaceChildren();
}

/** The last selector's element, each looked for in the shadow root of the one before. The type is the caller's to know. */
export function deep(root: Element, ...selectors: string[]): HTMLElement {
  let found: Element = root;
  for (const selector of selectors) {
    const next = (found.shadowRoot ?? found).querySelector(selector);
    if (!next) throw new Error(`There is no ${selector} in ${found.tagName.toLowerCase()}.`);
    found = next;
  }
  return found as HTMLElement;
}

/** The element of a tag in the shadow root. */
export function part<K extends keyof HTMLElementTagNameMap>(root: Element, tag: K): HTMLElementTagNameMap[K] {
  const found = root.shadowRoot?.querySelector(tag);
  if (!found) throw new Error(`There is no ${tag} in ${root.tagName.toLowerCase()}.`);
  return found;
}

/** A key pressed where the focus is inside `target`. */
export function press(target: Element, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}
