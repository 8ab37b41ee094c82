import type { Appearance } from '@interviewlm/ui';
import type { FetchToken } from '@interviewlm/client';
import { loadInterviewLM } from '../load.js';
import { tokensFrom } from './tokens.js';

/**
 * Fills one place of a page by its data attributes.
 *
 * | attribute | value |
 * | --- | --- |
 * | `data-assessment` | `asm_…`: a visitor starts an interview on it; needs `data-key` here or on the script tag |
 * | `data-interview` | `itv_…`: an interview that the page's own server has created |
 * | `data-token-url` | with `data-interview`: where that server answers a POST with `{token}` |
 * | `data-view` | `replay` shows the interview's recording in place of its workspace |
 * | `data-appearance` | `light`, `dark`, `auto` or `contrast`; without it the page around decides |
 * | `data-locale` | `en`, `de`, `es`, `ja` or `ar`; without it the nearest `lang` around decides |
 * | `data-mode` | `iframe` puts everything into a frame of ours: see `frame.ts` |
 */
export async function mount(place: HTMLElement, baseUrl: string, tagKey: string | undefined, fetchToken?: FetchToken): Promise<void> {
  const { assessment, interview, tokenUrl, view, appearance, locale, key = tagKey } = place.dataset;
  const interviewlm = await loadInterviewLM({
    baseUrl,
    ...(key ? { publishableKey: key } : {}),
    ...(isAppearance(appearance) ? { appearance } : {}),
    ...(locale ? { locale } : {}),
  });
  const tokens = fetchToken ?? (tokenUrl ? tokensFrom(tokenUrl) : undefined);
  if (assessment) {
    place.replaceChildren(await interviewlm.createApply({ assessment }));
  } else if (interview && tokens) {
    const session = { interview, fetchToken: tokens };
    place.replaceChildren(await (view === 'replay' ? interviewlm.createReplay(session) : interviewlm.createWorkspace(session)));
  } else {
    throw new TypeError('A place for InterviewLM names data-assessment, or data-interview and data-token-url.');
  }
}

const isAppearance = (text: string | undefined): text is Appearance =>
  text === 'light' || text === 'dark' || text === 'auto' || text === 'contrast';
