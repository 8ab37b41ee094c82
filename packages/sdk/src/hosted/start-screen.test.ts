import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import { createClient } from '@interviewlm/client';
import { noticeVersions } from '../notice.js';
import { accepting, startScreen } from './start-screen.js';
import type { Briefing } from './start-screen.js';

const briefing: Briefing = {
  status: 'created',
  assessment: { title: 'Backend', description: '' },
  candidate: { name: '<img src=x onerror=alert(1)>' },
  accommodations: { pause_allowed: false, suppress_signals: [] },
  ai_policy: { mode: 'pair' },
  clock: { limit_ms: 3_600_000 },
  redirect_url: null,
};

const screen = async (changes: Partial<Briefing> = {}, begin = () => Promise.resolve()) =>
  fixture<HTMLElement>(html`<div>${startScreen({ ...briefing, ...changes }, begin)}</div>`);
const words = (element: HTMLElement) => element.textContent.replace(/\s+/g, ' ');

it('says how long, who helps and what is recorded before anything runs', async () => {
  const text = words(await screen());
  expect(text).to.include('60 minutes from when you begin');
  expect(text).to.include('An AI assistant is beside you');
  expect(text).to.include('Your edits, files, test runs, terminal and conversation with the assistant, each with its time.');
  expect(text).to.include('When you leave this page and come back, how much you paste, and how much you copy.');
});

it('promises no recording of a conversation that there can’t be', async () => {
  const text = words(await screen({ ai_policy: { mode: 'off' } }));
  expect(text).to.include('There is no AI assistant in this interview.');
  expect(text).not.to.include('conversation');
});

it('leaves out signals that an accommodation suppresses', async () => {
  const accommodations = { pause_allowed: true, suppress_signals: ['focus', 'paste', 'copy'] };
  const text = words(await screen({ accommodations }));
  expect(text).not.to.include('Noted');
  expect(text).to.include('You may pause the clock.');
});

it('shows a hostile name as text', async () => {
  const element = await screen();
  expect(element.querySelector('img')).to.equal(null);
  expect(words(element)).to.include('Welcome, <img src=x onerror=alert(1)>');
});

it('begins on the button', async () => {
  let begun = 0;
  const element = await screen({}, () => {
    begun += 1;
    return Promise.resolve();
  });
  element.querySelector('button')?.click();
  expect(begun).to.equal(1);
});

it('says word for word what its version stands for: other words need another version', async () => {
  const all = [];
  for (const mode of ['off', 'hints', 'pair'] as const)
    for (const pause_allowed of [true, false])
      for (const suppress_signals of [[], ['focus', 'paste', 'copy']])
        all.push(words(await screen({ ai_policy: { mode }, accommodations: { pause_allowed, suppress_signals } })));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(all.join('\n')));
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  expect({ [noticeVersions.hosted]: hash }).to.deep.equal({
    'hosted-2': '76d55ea0debb476ffe7bcbb15abb766bffdbc9fed2184fd4d944ad911246578a',
  });
});

it('tells the server what was shown, in which language and for how long, and begins then', async () => {
  const told: unknown[] = [];
  const client = createClient({ baseUrl: location.origin, token: 'test' });
  client.call = ((...call: unknown[]) => Promise.resolve(told.push(call))) as unknown as typeof client.call;
  const begin = accepting(client, 'itv_00000000000000000000000000', () => Promise.resolve(void told.push('begun')));
  await new Promise((resolve) => setTimeout(resolve, 30));
  await begin();
  const [[name, { params, body }], begun] = told as [[string, { params: object; body: { shown_for_ms: number } }], string];
  expect([name, params, begun]).to.deep.equal(['acceptNotice', { id: 'itv_00000000000000000000000000' }, 'begun']);
  expect(body).to.include({ version: 'hosted-2', locale: 'en' });
  expect(body.shown_for_ms).to.be.within(25, 5_000);
});
