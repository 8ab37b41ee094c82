import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Caller } from '../support/caller.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { startAshby } from './ashby.simulator.js';
import { startGreenhouse } from './greenhouse.simulator.js';
import { startKombo } from './kombo.simulator.js';
import { startRecruitee } from './recruitee.simulator.js';
import type { AtsSimulator } from './simulator.js';
import { startSmartRecruiters } from './smartrecruiters.simulator.js';
import { startWorkable } from './workable.simulator.js';

interface Played {
  readonly name: string;
  readonly start: () => Promise<AtsSimulator>;
  /** The words of the ATS for an order that somebody has to take, is in progress, was not taken in time, and was cancelled by the tenant. */
  readonly words: { readonly invited: string; readonly started: string; readonly expired: string; readonly cancelled: string };
  /** Whether the ATS itself has a word for cancelling. */
  readonly cancels?: true;
}

const all: Played[] = [
  {
    name: 'Greenhouse',
    start: startGreenhouse,
    words: { invited: 'invited', started: 'started', expired: 'expired', cancelled: 'cancelled' },
  },
  {
    name: 'Ashby',
    start: startAshby,
    words: { invited: 'Invited', started: 'Started', expired: 'Cancelled', cancelled: 'Cancelled' },
    cancels: true,
  },
  {
    name: 'Workable',
    start: startWorkable,
    words: { invited: 'pending', started: 'pending', expired: 'expired', cancelled: 'rejected' },
  },
  { name: 'Recruitee', start: startRecruitee, words: { invited: 'sent', started: 'sent', expired: 'failed', cancelled: 'canceled' } },
  { name: 'Kombo', start: startKombo, words: { invited: 'OPEN', started: 'OPEN', expired: 'CANCELLED', cancelled: 'CANCELLED' } },
  {
    name: 'SmartRecruiters',
    start: startSmartRecruiters,
    words: { invited: 'IN_PROGRESS', started: 'IN_PROGRESS', expired: 'EXPIRED', cancelled: 'CANCELLED' },
  },
];

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ WEBHOOKS_INSECURE: 'true' });
});
afterAll(() => api.close());

/** The whole loop of each ATS, played against the real server: with the ATS failing, and the server restarting, in between. */
describe.each(all)('$name', ({ name, start, words, cancels }) => {
  let ats: AtsSimulator;
  let at: string;
  let next = 1;
  beforeAll(async () => {
    ats = await start();
    const integration = await api.acme.secret.made('/api/integrations', { kind: ats.kind, name, ...ats.settings });
    at = `/api/integrations/${integration.id}`;
    ats.connect(integration);
  });
  afterAll(() => ats.server.close());

  const order = () => ats.order(api.acme.assessment, next++);
  const orders = async () => (await api.acme.secret.get(`${at}/orders?limit=100`)).body.data as any[];
  const orderOf = async (id: string) => (await orders()).find((each) => each.id === id || each.reference === id);
  const statusOf = async (id: string) => (await api.acme.secret.get(`/api/interview/${id}`)).body;
  /** Tells what is owed now, retries that are planned for later as well, but what another worker has at this moment. */
  const tellAll = async () => {
    const { knex, services } = api.backend;
    const lease = [new Date(Date.now() + 30_000), new Date(Date.now() + 121_000)] as const;
    await knex('ats_orders').whereNotNull('next_at').whereNotBetween('next_at', lease).update({ next_at: new Date() });
    await Promise.all((await services.orders.claimDue(20)).map((claimed) => services.orders.deliver(claimed)));
  };
  const told = (id: string) =>
    expect
      .poll(
        async () => {
          await tellAll();
          return (await orderOf(id)).telling.state;
        },
        { timeout: 20_000, interval: 50 },
      )
      .toBe('told');

  /** Who has a link that the ATS gave them. */
  const holderOf = async (url: string) => {
    const link = new URL(url);
    const id = link.pathname.split('/').at(-1) ?? '';
    const { token, role } = await api.anyone.made(`/api/interview/${id}/redeem`, { code: link.hash.slice(1) });
    return { id, role, caller: new Caller(api.url, { authorization: `Bearer ${token}` }) };
  };

  test('lists what the tenant offers, and nothing of another', async () => {
    // Kombo is told what there is by this very call.
    const { state, detail } = (await api.acme.secret.post(`${at}/test`)).body;
    expect(['passed', 'untestable'], detail).toContain(state);
    expect(await ats.list()).toEqual([expect.objectContaining({ id: api.acme.assessment })]);
  });

  test('an order that is sent again, at the same time, and after a restart, is one interview', async () => {
    const number = next++;
    const send = () => ats.order(api.acme.assessment, number);
    const sent = [...(await Promise.all([send(), send(), send(), send(), send()])), await send()];
    await api.restart();
    sent.push(await send());
    expect(new Set(sent).size).toBe(1);
    const [made] = await orders();
    expect(await orders()).toHaveLength(1);
    const { data } = (await api.acme.secret.get(`/api/interview?candidate_email=ada${number}@example.com`)).body;
    expect(data.filter((each: any) => each.metadata.ats === ats.kind)).toEqual([expect.objectContaining({ id: made.interview })]);
    expect(await order()).not.toBe(sent[0]);
  });

  test('taken, scored and told once, though the ATS fails, drops the line, and the server restarts', async () => {
    const ordered = await order();
    await told(ordered);
    expect(await ats.status(ordered)).toBe(words.invited);
    const { id, caller: candidate } = await holderOf(await ats.candidateLink(ordered));
    await candidate.get(`/api/interview/${id}/workspace`);
    await told(ordered);
    expect(await ats.status(ordered)).toBe(words.started);

    ats.server.faults.push('error', 'drop');
    const content = 'export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);\n';
    await candidate.put(`/api/interview/${id}/files/sum.js`, { content });
    await candidate.post(`/api/interview/${id}/submit`);
    await expect.poll(async () => (await orderOf(ordered)).telling.attempts, { timeout: 10_000 }).toBeGreaterThan(0);
    await api.restart();
    await told(ordered);
    expect(ats.server.faults).toEqual([]);
    expect((await orderOf(ordered)).telling).toMatchObject({ state: 'told', last_error: null });

    const { score } = await statusOf(id);
    expect(ats.result(ordered)?.score).toBe(score.value);
    expect(ats.results(ordered)).toBe(1);
    const url = ats.result(ordered)?.url;
    if (url) expect(await holderOf(url)).toMatchObject({ id, role: 'reviewer' });

    const override = { criterion: 'total', score: 77, reason: 'The task left the order open.', author: 'Grace' };
    await api.acme.secret.made(`/api/interview/${id}/report/overrides`, override);
    await told(ordered);
    expect(ats.result(ordered)?.score).toBe(77);
    await api.acme.secret.made(`${at}/orders/${(await orderOf(ordered)).id}/resend`);
    await told(ordered);
    expect(ats.results(ordered)).toBe(2);
  }, 60_000);

  test('an invitation that nobody takes ends, and the ATS hears of it', async () => {
    const ordered = await order();
    const { interview } = await orderOf(ordered);
    const expires_at = new Date(Date.now() - 1000);
    await api.backend.knex('interviews').where({ id: interview }).update({ expires_at });
    await api.backend.services.sessions.expireDue();
    await told(ordered);
    expect(await ats.status(ordered)).toBe(words.expired);
    expect(ats.result(ordered)).toBeNull();
  });

  test('what the tenant cancels can not be taken, and the ATS hears of it; a result stays', async () => {
    const ordered = await order();
    await told(ordered);
    const { id, interview } = await orderOf(ordered);
    await api.acme.secret.made(`${at}/orders/${id}/cancel`);
    const again = await api.acme.secret.post(`${at}/orders/${id}/cancel`);
    expect(again.body.cancelled_at).not.toBeNull();
    expect(await statusOf(interview)).toMatchObject({ status: 'expired' });
    await told(ordered);
    expect(await ats.status(ordered)).toBe(words.cancelled);
    const done = (await orders()).find((each) => each.telling.attempts > 0 && each.interview !== interview && !each.cancelled_at);
    expect((await api.globex.secret.post(`${at}/orders/${done.id}/cancel`)).status).toBe(404);
  });

  if (cancels)
    test('what is cancelled can not be taken, and is told of no more', async () => {
      const ordered = await order();
      await told(ordered);
      const { id, caller: candidate } = await holderOf(await ats.candidateLink(ordered));
      await ats.cancel(ordered);
      await ats.cancel(ordered);
      expect(await statusOf(id)).toMatchObject({ status: 'expired' });
      expect((await orderOf(ordered)).cancelled_at).not.toBeNull();
      await expect(holderOf(await ats.candidateLink(ordered))).rejects.toThrow(/404/);
      expect((await candidate.put(`/api/interview/${id}/files/sum.js`, { content: '//' })).status).toBe(409);
      const requests = ats.server.requests.length;
      expect((await api.acme.secret.post(`${at}/orders/${(await orderOf(ordered)).id}/resend`)).body.telling.state).toBe('told');
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(ats.server.requests.length).toBe(requests);
    });
});
