/**
 * `embed/v1.js`, the script tag:
 * `<script src="…/embed/v1.js" data-key="ilm_pk_…" data-assessment="asm_…" async></script>`
 *
 * It mounts where the tag stands when the tag names an assessment, and in every `[data-interviewlm]` of the page, now or later. The
 * rest loads once such a place comes near the screen. `window.InterviewLM` is the one global: a host may fill it with a queue before
 * this script runs (`(window.InterviewLM ||= []).push(callback)`); each callback gets what `loadInterviewLM` answers.
 */
import type { InterviewLM } from '../load.js';

type Callback = (interviewlm: InterviewLM) => void;
type Sdk = typeof import('../browser.js');

declare global {
  interface Window {
    InterviewLM?: { push(callback: Callback): void };
  }
}

const script = document.currentScript as HTMLScriptElement | null;
// Hosts that insert the tag by script, or as a module, leave `currentScript` empty: the tag is then found by its address.
const tag = script ?? document.querySelector<HTMLScriptElement>('script[src*="/embed/v1.js"]');
const base = new URL('..', tag?.src ?? location.href).href;
const near = '400px';
let loading: Promise<Sdk> | undefined;

const sdk = () => (loading ??= import(/* @vite-ignore */ `${base}sdk/interviewlm.js`) as Promise<Sdk>);

const seen = new WeakSet<Element>();
const approaching = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      approaching.unobserve(target);
      void mount(target as HTMLElement);
    }
  },
  { rootMargin: near },
);

async function mount(place: HTMLElement): Promise<void> {
  try {
    await (await sdk()).mount(place, base, tag?.dataset.key);
  } catch (error) {
    console.error('InterviewLM could not be loaded.', error);
    place.textContent = 'The interview could not be loaded. Please reload the page.';
  }
}

function find(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>('[data-interviewlm]')) {
    if (seen.has(place)) continue;
    seen.add(place);
    approaching.observe(place);
  }
}

/** The tag's own place: a box right behind it, with the tag's settings. */
function placeOf(own: HTMLScriptElement): void {
  const { assessment, interview } = own.dataset;
  if ((!assessment && !interview) || 'mounted' in own.dataset) return;
  const place = document.createElement('div');
  Object.assign(place.dataset, own.dataset, { interviewlm: '' });
  own.dataset.mounted = '';
  place.style.minHeight = '1px';
  own.after(place);
}

const push = (...callbacks: Callback[]) => {
  for (const callback of callbacks) {
    void sdk()
      .then(({ loadInterviewLM }) => loadInterviewLM({ baseUrl: base, publishableKey: tag?.dataset.key }))
      .then(callback);
  }
};

if (tag) placeOf(tag);
const early = window.InterviewLM;
window.InterviewLM = { push };
if (Array.isArray(early)) push(...(early as Callback[]));

const start = () => {
  find(document);
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => addedNodes.length > 0)) find(document);
  }).observe(document.documentElement, { childList: true, subtree: true });
};
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
else start();
