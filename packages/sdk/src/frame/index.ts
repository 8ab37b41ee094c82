/** The script of `/embed/frame`: what `data-mode="iframe"` shows, and its side of the conversation with the page around. */
import { mount } from '../embed/mount.js';
import { wordsFor } from '../embed/words.js';
import { frameEvents, isMessage } from './messages.js';
import type { FromFrame } from './messages.js';

const baseUrl = new URL(location.pathname.replace(/embed\/.*$/, ''), location.href).href;
/** Only from our own address, which decided by which pages we may be framed at all. */
const key = new URLSearchParams(location.search).get('key') ?? undefined;
const tallest = 860;
/** A page may be slow to ask its server, but a frame doesn't wait for ever. */
const patienceMs = 20_000;

/** The origin of the page around, from its first message on. */
let page: string | undefined;
let requests = 0;
const wanted = new Map<number, (token: string | undefined) => void>();

function say(message: FromFrame): void {
  if (page !== undefined) parent.postMessage(message, page);
}

addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source !== parent || parent === window || !isMessage(data)) return;
  if (page === undefined) {
    if (data.type !== 'interviewlm:open' || origin === 'null') return;
    page = origin;
    void open(settingsOf(data.settings), typeof data.viewport === 'number' ? data.viewport : tallest);
  } else if (origin !== page) {
    return;
  } else if (data.type === 'interviewlm:token' && typeof data.request === 'number') {
    wanted.get(data.request)?.(typeof data.token === 'string' ? data.token : undefined);
  } else if (data.type === 'interviewlm:focus') {
    document.querySelector<HTMLElement>('interview-workspace, session-replay, interview-apply')?.focus();
  }
});

async function open(settings: Readonly<Record<string, string>>, viewport: number): Promise<void> {
  const place = document.createElement('div');
  Object.assign(place.dataset, settings);
  for (const name of ['key', 'tokenUrl']) Reflect.deleteProperty(place.dataset, name);
  document.documentElement.style.setProperty('--ilm-workspace-height', `${Math.min(tallest, Math.max(420, viewport))}px`);
  for (const name of frameEvents)
    place.addEventListener(name, (event) => say({ type: 'interviewlm:event', name, fields: fieldsOf(event) }));
  addEventListener('focus', () => say({ type: 'interviewlm:focused', focused: true }));
  addEventListener('blur', () => say({ type: 'interviewlm:focused', focused: false }));
  document.body.append(place);
  new ResizeObserver(([entry]) => entry && say({ type: 'interviewlm:height', height: entry.contentRect.height })).observe(place);
  try {
    await mount(place, baseUrl, key, tokenFromPage);
  } catch (error) {
    console.error('InterviewLM could not be opened.', error);
    place.setAttribute('role', 'alert');
    place.textContent = wordsFor(place)[1];
  }
}

function tokenFromPage(): Promise<string> {
  const request = ++requests;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => wanted.get(request)?.(undefined), patienceMs);
    wanted.set(request, (token) => {
      wanted.delete(request);
      clearTimeout(timer);
      if (token === undefined) reject(new Error('The page around has no session token for this interview.'));
      else resolve(token);
    });
    say({ type: 'interviewlm:token-wanted', request });
  });
}

/** What the event says besides being one: plain data, as everything here comes from JSON. */
const fieldsOf = (event: Event): Record<string, unknown> =>
  event instanceof CustomEvent
    ? (event.detail as Record<string, unknown>)
    : Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'isTrusted'));

function settingsOf(given: unknown): Record<string, string> {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
