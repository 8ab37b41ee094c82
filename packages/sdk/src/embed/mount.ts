import type { FetchToken } from '../invite.js';
import { loadInterviewLM } from '../load.js';

/**
 * Fills one place of a page by its data attributes.
 *
 * | attribute | value |
 * | --- | --- |
 * | `data-assessment` | `asm_…`: a visitor starts an interview on it; needs `data-key` here or on the script tag |
 * | `data-interview` | `itv_…`: an interview that the page's own server has created |
 * | `data-token-url` | with `data-interview`: where that server answers a POST with `{token}` |
 * | `data-view` | `replay` shows the interview's recording in place of its workspace |
 */
export async function mount(place: HTMLElement, baseUrl: string, tagKey: string | undefined): Promise<void> {
  const { assessment, interview, tokenUrl, view, key = tagKey } = place.dataset;
  const interviewlm = await loadInterviewLM({ baseUrl, ...(key ? { publishableKey: key } : {}) });
  if (assessment) {
    place.replaceChildren(await interviewlm.createApply({ assessment }));
  } else if (interview && tokenUrl) {
    const session = { interview, fetchToken: tokensFrom(tokenUrl) };
    place.replaceChildren(await (view === 'replay' ? interviewlm.createReplay(session) : interviewlm.createWorkspace(session)));
  } else {
    throw new TypeError('A place for InterviewLM names data-assessment, or data-interview and data-token-url.');
  }
}

function tokensFrom(url: string): FetchToken {
  return async () => {
    const answer = await fetch(url, { method: 'POST', credentials: 'same-origin', cache: 'no-store' });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status} when asked for a session token.`);
    const { token } = (await answer.json()) as { token: string };
    return token;
  };
}
