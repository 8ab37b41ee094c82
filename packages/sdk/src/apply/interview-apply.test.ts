import { expect, fixture, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import { card } from '../testing/careers-page.js';
import './interview-apply.js';
import type { InterviewApply } from './interview-apply.js';

const baseUrl = 'http://apply.test';
const interview = `itv_${'0'.repeat(26)}`;
const refused = (status: number, code: string) =>
  new Response(JSON.stringify({ type: 'about:blank', title: 'Not now', status, code, detail: 'Not now', request_id: 'req_1' }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

it('goes on with the interview that was started when something after that failed, also after a reload, and never without the notice', async () => {
  const asked: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.origin !== baseUrl) return fetch(input, init);
    const what = url.pathname.split('/').at(-1) ?? '';
    asked.push(what);
    if (what === 'card') return Promise.resolve(Response.json(card));
    if (what === 'start')
      return Promise.resolve(Response.json({ id: interview, links: { candidate: `${baseUrl}/i/${interview}#ilm_inv_code` } }));
    if (what === 'redeem')
      return Promise.resolve(Response.json({ token: 'a token', expires_at: new Date(Date.now() + 900_000).toISOString() }));
    return Promise.resolve(refused(403, 'forbidden'));
  };
  try {
    const element = await fixture<InterviewApply>(
      html`<interview-apply base-url=${baseUrl} publishable-key="ilm_pk_test" assessment=${card.id}></interview-apply>`,
    );
    const find = (selector: string) => element.shadowRoot?.querySelector(selector) ?? null;
    await waitUntil(() => find('form') !== null, 'the form', { timeout: 20_000 });
    for (const input of element.shadowRoot?.querySelectorAll('input') ?? []) input.value = 'ada@example.com';
    for (const tries of [1, 2]) {
      find('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
      const isRefused = () => asked.filter((what) => what === 'notice').length === tries && find('[role=alert]') !== null;
      await waitUntil(isRefused, `refusal ${tries}`, { timeout: 20_000 });
    }
    element.remove();
    const reloaded = await fixture<InterviewApply>(
      html`<interview-apply base-url=${baseUrl} publishable-key="ilm_pk_test" assessment=${card.id}></interview-apply>`,
    );
    const again = (selector: string) => reloaded.shadowRoot?.querySelector(selector) ?? null;
    await waitUntil(() => again('form') !== null, 'the form again', { timeout: 20_000 });
    expect(again('.notice')).to.not.equal(null);
    expect(again('input')).to.equal(null);
    again('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    await waitUntil(() => asked.filter((what) => what === 'notice').length === 3, 'the notice again', { timeout: 20_000 });
    expect(asked.filter((what) => what === 'start')).to.have.length(1);
  } finally {
    globalThis.fetch = fetch;
    sessionStorage.clear();
  }
});
