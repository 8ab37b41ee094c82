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
  /** Whether it has orders whose link it shows to the candidate itself. */
  readonly showsLinks?: true;
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
  {
    name: 'Kombo',
    start: startKombo,
    words: { invited: 'OPEN', started: 'OPEN', expired: 'CANCELLED', cancelled: 'CANCELLED' },
    showsLinks: true,
  },
  {
    name: 'SmartRecruiters',
    start: startSmartRecruiters,
    words: { invited: 'IN_PROGRESS', started: 'IN_PROGRESS', expired: 'EXPIRED', cancelled: 'CANCELLED' },
    showsLinks: true,
  },
];

const answer = 'export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);\n';

let api: TestApi;
/** What each ATS has left behind: an order that is open, and one whose result it has. */
const left: { readonly connected: Connected; readonly open: { readonly number: number; readonly id: string }; readonly done: string }[] =
  [];
beforeAll(async () => {
  api = await startTestApi({ WEBHOOKS_INSECURE: 'true' });
});
afterAll(async () => {
  await Promise.all(left.map(({ connected }) => connected.ats.server.close()));
  await api.close();
});

/** One ATS that is connected to Acme, and what Acme sees of it. */
class Connected {
  #next = 1;

  private constructor(
    readonly ats: AtsSimulator,
    readonly at: string,
  ) {}

  static async open({ name, start }: Played): Promise<Connected> {
    const ats = await start();
    const integration = await api.acme.secret.made('/api/integrations', { kind: ats.kind, name, invitation_locale: 'es', ...ats.settings });
    ats.connect(integration);
    return new Connected(ats, `/api/integrations/${integration.id}`);
  }

  number = () => this.#next++;
  order = (number = this.number()) => this.ats.order(api.acme.assessment, number);
  orders = async () => (await api.acme.secret.get(`${this.at}/orders?limit=100`)).body.data as any[];
  orderOf = async (id: string) => (await this.orders()).find((each) => each.id === id || each.reference === id);

  /** Tells what is owed now, retries that are planned for later as well, but what another worker has at this moment. */
  async tellAll(): Promise<void> {
    const { knex, services } = api.backend;
    const lease = [new Date(Date.now() + 30_000), new Date(Date.now() + 121_000)] as const;
    await knex('ats_orders').whereNotNull('next_at').whereNotBetween('next_at', lease).update({ next_at: new Date() });
    await Promise.all((await services.orders.claimDue(20)).map((claimed) => services.orders.deliver(claimed)));
  }

  async told(id: string): Promise<void> {
    const telling = async () => {
      await this.tellAll();
      return (await this.orderOf(id)).telling.state;
    };
    await expect.poll(telling, { interval: 50 }).toBe('told');
  }

  /** By the link that the ATS has for the candidate: answers right, and submits. Resolves with the interview's id. */
  async take(ordered: string): Promise<string> {
    const { id, caller } = await holderOf(await this.ats.candidateLink(ordered));
    await caller.get(`/api/interview/${id}/workspace`);
    await caller.put(`/api/interview/${id}/files/sum.js`, { content: answer });
    await caller.post(`/api/interview/${id}/submit`);
    return id;
  }
}

const invitationsOf = async (interview: string): Promise<{ id: string; to: string; state: string }[]> =>
  (await api.acme.secret.get(`/api/mail?interview=${interview}`)).body.data.filter(({ kind }: { kind: string }) => kind === 'invitation');

const statusOf = async (id: string) => (await api.acme.secret.get(`/api/interview/${id}`)).body;

/** Who has a link that the ATS gave them. */
async function holderOf(url: string) {
  const link = new URL(url);
  const id = link.pathname.split('/').at(-1) ?? '';
  const { token, role } = await api.anyone.made(`/api/interview/${id}/redeem`, { code: link.hash.slice(1) });
  return { id, role, caller: new Caller(api.url, { authorization: `Bearer ${token}` }) };
}

/** The whole loop of each ATS, played against the real server, with the ATS failing in between. */
describe.each(all)('$name', (played) => {
  const { words, cancels, showsLinks = false } = played;
  let connected: Connected;
  let ats: AtsSimulator;
  let open: { number: number; id: string };
  beforeAll(async () => {
    connected = await Connected.open(played);
    ats = connected.ats;
  });

  test('lists what the tenant offers, and nothing of another', async () => {
    // Kombo is told what there is by this very call.
    const { state, detail } = (await api.acme.secret.post(`${connected.at}/test`)).body;
    expect(['passed', 'untestable'], detail).toContain(state);
    expect(await ats.list()).toEqual([expect.objectContaining({ id: api.acme.assessment })]);
  });

  test('an order that is sent again, and at the same time, is one interview', async () => {
    const number = connected.number();
    const send = () => connected.order(number);
    const sent = [...(await Promise.all([send(), send(), send(), send(), send()])), await send()];
    expect(new Set(sent).size).toBe(1);
    const [made] = await connected.orders();
    expect(await connected.orders()).toHaveLength(1);
    const { data } = (await api.acme.secret.get(`/api/interview?candidate_email=ada${number}@example.com`)).body;
    expect(data.filter((each: any) => each.metadata.ats === ats.kind)).toEqual([expect.objectContaining({ id: made.interview })]);
    expect(await connected.order()).not.toBe(sent[0]);
    expect(await invitationsOf(made.interview)).toEqual([expect.objectContaining({ to: `ada${number}@example.com`, locale: 'es' })]);
    open = { number, id: sent[0] ?? '' };
  });

  test('taken, scored and told once, though the ATS fails and drops the line', async () => {
    const ordered = await connected.order();
    await connected.told(ordered);
    expect(await ats.status(ordered)).toBe(words.invited);
    const { id, caller: candidate } = await holderOf(await ats.candidateLink(ordered));
    await candidate.get(`/api/interview/${id}/workspace`);
    await connected.told(ordered);
    expect(await ats.status(ordered)).toBe(words.started);

    ats.server.faults.push('error', 'drop');
    await connected.take(ordered);
    await connected.told(ordered);
    expect(ats.server.faults).toEqual([]);
    expect((await connected.orderOf(ordered)).telling).toMatchObject({ state: 'told', last_error: null });
    const { score } = await statusOf(id);
    expect(ats.result(ordered)?.score).toBe(score.value);
    expect(ats.results(ordered)).toBe(1);
    const url = ats.result(ordered)?.url;
    if (url) expect(await holderOf(url)).toMatchObject({ id, role: 'reviewer' });

    const override = { criterion: 'total', score: 77, reason: 'The task left the order open.', author: 'Grace' };
    await api.acme.secret.made(`/api/interview/${id}/report/overrides`, override);
    await connected.told(ordered);
    expect(ats.result(ordered)?.score).toBe(77);
    expect(ats.results(ordered)).toBe(2);
    left.push({ connected, open, done: ordered });
  }, 60_000);

  test('nobody is written to where that is switched off, or where the ATS shows the link itself', async () => {
    await api.acme.secret.put(connected.at, { invitation_locale: null });
    const silent = await connected.orderOf(await connected.order());
    expect(silent).toMatchObject({ status: 'created' });
    expect(await invitationsOf(silent.interview)).toEqual([]);
    expect((await api.acme.secret.put(connected.at, { invitation_locale: 'es' })).body.invitation_locale).toBe('es');
    const inline = await ats.orderInline?.(api.acme.assessment, connected.number());
    expect(inline === undefined).toBe(!showsLinks);
    if (inline !== undefined) expect(await invitationsOf((await connected.orderOf(inline)).interview)).toEqual([]);
  });

  test('the invitation lets the candidate in, until the order is cancelled', async () => {
    const ordered = await connected.orderOf(await connected.order());
    const kept = async () => (await invitationsOf(ordered.interview))[0];
    await expect.poll(async () => (await kept())?.state).toBe('kept');
    const { content } = (await api.acme.secret.get(`/api/mail/${(await kept())?.id}`)).body;
    const [link = ''] = /http\S+#ilm_inv_\S+/.exec(content.text) ?? [];
    expect(await holderOf(link)).toMatchObject({ id: ordered.interview, role: 'candidate' });
    await api.acme.secret.made(`${connected.at}/orders/${ordered.id}/cancel`);
    await expect(holderOf(link)).rejects.toThrow(/404/);
  });

  test('an invitation that nobody takes ends, and the ATS hears of it', async () => {
    const ordered = await connected.order();
    const { interview } = await connected.orderOf(ordered);
    const expires_at = new Date(Date.now() - 1000);
    await api.backend.knex('interviews').where({ id: interview }).update({ expires_at });
    await api.backend.services.sessions.expireDue();
    await connected.told(ordered);
    expect(await ats.status(ordered)).toBe(words.expired);
    expect(ats.result(ordered)).toBeNull();
  });

  test('what the tenant cancels can not be taken, and the ATS hears of it', async () => {
    const ordered = await connected.order();
    await connected.told(ordered);
    const link = await ats.candidateLink(ordered);
    const { id, interview } = await connected.orderOf(ordered);
    expect((await api.globex.secret.post(`${connected.at}/orders/${id}/cancel`)).status).toBe(404);
    await api.acme.secret.made(`${connected.at}/orders/${id}/cancel`);
    const again = await api.acme.secret.post(`${connected.at}/orders/${id}/cancel`);
    expect(again.body.cancelled_at).not.toBeNull();
    expect(await statusOf(interview)).toMatchObject({ status: 'expired' });
    await expect(holderOf(link)).rejects.toThrow(/404/);
    await connected.told(ordered);
    expect(await ats.status(ordered)).toBe(words.cancelled);
  });

  if (cancels)
    test('what the ATS cancels can not be taken, and is told of no more', async () => {
      const ordered = await connected.order();
      await connected.told(ordered);
      const link = await ats.candidateLink(ordered);
      const { id, caller: candidate } = await holderOf(link);
      await ats.cancel(ordered);
      await ats.cancel(ordered);
      expect(await statusOf(id)).toMatchObject({ status: 'expired' });
      await expect(holderOf(link)).rejects.toThrow(/404/);
      expect((await candidate.put(`/api/interview/${id}/files/sum.js`, { content: '//' })).status).toBe(409);
      const requests = ats.server.requests.length;
      expect((await api.acme.secret.post(`${connected.at}/orders/${ordered}/resend`)).body.telling.state).toBe('told');
      await connected.tellAll();
      expect(ats.server.requests.length).toBe(requests);
    });
});

test('a result stays when its order is cancelled, and is the same when it is told again', async () => {
  const [{ connected, done } = raise()] = left;
  const { id } = await connected.orderOf(done);
  await api.acme.secret.made(`${connected.at}/orders/${id}/cancel`);
  await api.acme.secret.made(`${connected.at}/orders/${id}/resend`);
  await connected.told(done);
  expect([connected.ats.result(done)?.score, connected.ats.results(done)]).toEqual([77, 2]);
});

test('a restart loses nothing that is owed and doubles nothing that was ordered, whatever the ATS', async () => {
  expect(left).toHaveLength(all.length);
  for (const { connected, done } of left) {
    connected.ats.server.faults.push('error');
    await api.acme.secret.made(`${connected.at}/orders/${(await connected.orderOf(done)).id}/resend`);
  }
  await expect.poll(() => left.map(({ connected }) => connected.ats.server.faults.length)).toEqual(left.map(() => 0));
  const before = await Promise.all(left.map(({ connected }) => connected.orders()));
  const asked = left.map(({ connected }) => connected.ats.server.requests.length);
  await api.restart();
  for (const [index, { connected, open, done }] of left.entries()) {
    expect(await connected.order(open.number)).toBe(open.id);
    expect(await connected.orders()).toHaveLength(before[index]?.length ?? 0);
    expect(await invitationsOf((await connected.orderOf(open.id)).interview)).toHaveLength(1);
    await connected.told(done);
    expect(connected.ats.server.requests.length).toBeGreaterThan(asked[index] ?? 0);
    expect([connected.ats.kind, connected.ats.results(done)]).toEqual([connected.ats.kind, 2]);
  }
}, 60_000);

const raise = (): never => {
  throw new Error('No ATS has a result');
};
