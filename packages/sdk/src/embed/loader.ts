/**
 * `embed/v1.js`, the script tag:
 * `<script src="…/embed/v1.js" data-key="ilm_pk_…" data-assessment="asm_…" async></script>`
 *
 * It mounts where the tag stands when the tag names an assessment, and in every `[data-interviewlm]` of the page, now or later. The
 * rest loads once such a place comes near the screen, from the folder that this script came from: `/embed/v1.js` is the newest,
 * `/embed/<version>/v1.js` never changes. `window.InterviewLM` is the one global: a host may fill it with a queue before this script
 * runs (`(window.InterviewLM ||= []).push(callback)`); each callback gets what `loadInterviewLM` answers.
 */
import type { InterviewLM } from '../load.js';
import { mountFrame } from './frame.js';
import { Places } from './places.js';
import { wordsFor } from './words.js';

type Callback = (interviewlm: InterviewLM) => void;
type Sdk = typeof import('../browser.js');

declare global {
  interface Window {
    InterviewLM?: { push(...callbacks: Callback[]): void };
  }
}

// A module leaves `currentScript` empty: its tag is then found by its address.
const tag =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[src*="/embed/"][src$="v1.js"]:not([data-mounted])');
const embed = new URL('.', tag?.src ?? location.href);
const baseUrl = embed.href.replace(/embed\/.*$/, '');
/** What a workspace begins with, Monaco included, below `sdk/`: the build writes it here. */
const ahead: string[] = [];
let loading: Promise<Sdk> | undefined;

/** A load that failed may be tried again. */
const sdk = () =>
  (loading ??= (import(/* @vite-ignore */ `${embed.href}sdk/interviewlm.js`) as Promise<Sdk>).catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));

/** Else a browser would hear of each level of imports only when it has the one before, a round trip each. */
function fetchAhead({ interview, view }: DOMStringMap): void {
  if (!interview || view === 'replay') return;
  // One place is enough to have them all.
  for (const path of ahead.splice(0)) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.nonce = tag?.nonce ?? '';
    link.href = `${embed.href}sdk/${path}`;
    document.head.append(link);
  }
}

async function mount(place: HTMLElement): Promise<void> {
  try {
    if ((place.dataset.mode ?? tag?.dataset.mode) === 'iframe') mountFrame(place, embed, tag?.dataset.key);
    else {
      fetchAhead(place.dataset);
      await (await sdk()).mount(place, baseUrl, tag?.dataset.key);
    }
  } catch (error) {
    console.error('InterviewLM could not be loaded.', error);
    place.setAttribute('role', 'alert');
    place.textContent = wordsFor(place)[1];
  }
}

/** The tag's own place: a box right behind it, with the tag's settings. */
function ownPlace(own: HTMLScriptElement): HTMLElement | null {
  const { assessment, interview } = own.dataset;
  if ((!assessment && !interview) || 'mounted' in own.dataset) return null;
  const place = document.createElement('div');
  Object.assign(place.dataset, own.dataset, { interviewlm: '' });
  own.dataset.mounted = '';
  place.style.minHeight = '1px';
  own.after(place);
  return place;
}

const push = (...callbacks: Callback[]) => {
  for (const callback of callbacks) {
    void sdk()
      .then(({ loadInterviewLM }) => loadInterviewLM({ baseUrl, publishableKey: tag?.dataset.key }))
      .then(callback);
  }
};

const places = new Places((place) => void mount(place));
const own = tag && ownPlace(tag);
if (own) places.claim(own);
const early = window.InterviewLM;
// A second copy leaves the first one's in place.
if (!early || Array.isArray(early)) {
  window.InterviewLM = { push };
  if (early) push(...(early as unknown as Callback[]));
}
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => places.watch(), { once: true });
else places.watch();
