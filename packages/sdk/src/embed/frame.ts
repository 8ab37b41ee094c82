import { frameEvents, isMessage } from '../frame/messages.js';
import type { FrameEvent, ToFrame } from '../frame/messages.js';
import { tokensFrom } from './tokens.js';
import { localeOf, wordsFor } from './words.js';

const longest = 20_000;

/**
 * Fills a place with a frame of ours (`data-mode="iframe"`): for pages whose policy lets no foreign script near their data, and for
 * interviews that no script of the page should reach into. What happens inside comes out as events on the place, with the same names
 * and fields as without a frame.
 */
export function mountFrame(place: HTMLElement, embed: URL, tagKey: string | undefined): void {
  const { key = tagKey, tokenUrl, title = wordsFor(place)[0], ...others } = place.dataset;
  const url = new URL('frame', embed);
  if (key) url.searchParams.set('key', key);
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.allow = 'clipboard-read; clipboard-write; fullscreen';
  for (const [name, value] of [
    ['display', 'block'],
    ['width', '100%'],
    ['height', '420px'],
    ['border', '0'],
  ] as const)
    frame.style.setProperty(name, value, 'important');
  const send = (message: ToFrame) => frame.contentWindow?.postMessage(message, embed.origin);
  const settings: Record<string, string> = { locale: localeOf(place) };
  for (const [name, value] of Object.entries(others)) if (value !== undefined) settings[name] = value;

  addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== frame.contentWindow || origin !== embed.origin || !isMessage(data)) return;
    if (data.type === 'interviewlm:height' && typeof data.height === 'number')
      frame.style.setProperty('height', `${Math.min(longest, Math.max(1, Math.ceil(data.height)))}px`, 'important');
    else if (data.type === 'interviewlm:focused') place.toggleAttribute('data-focused', data.focused === true);
    else if (data.type === 'interviewlm:event' && isFrameEvent(data.name)) place.dispatchEvent(eventOf(data.name, data.fields));
    else if (data.type === 'interviewlm:token-wanted' && typeof data.request === 'number') void answer(data.request);
  });
  const answer = async (request: number) => {
    const token = await (tokenUrl ? tokensFrom(tokenUrl)() : Promise.resolve(undefined)).catch(() => undefined);
    send({ type: 'interviewlm:token', request, ...(token === undefined ? {} : { token }) });
  };

  frame.addEventListener('load', () => send({ type: 'interviewlm:open', settings, viewport: innerHeight }));
  place.focus = () => {
    frame.focus();
    send({ type: 'interviewlm:focus' });
  };
  frame.src = url.href;
  place.replaceChildren(frame);
}

const isFrameEvent = (name: unknown): name is FrameEvent => frameEvents.some((known) => known === name);

/** Has its fields both as `detail` and by themselves, as the element's own event has them. */
function eventOf(name: FrameEvent, fields: unknown): Event {
  const event = new CustomEvent(name, { detail: fields, bubbles: true, composed: true });
  return Object.assign(event, fields);
}
