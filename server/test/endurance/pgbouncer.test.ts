import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createClient } from '@interviewlm/client';
import { startTestApi, type TestApi } from '../support/api.js';
import { startReceiver, type Receiver } from '../support/receiver.js';
import { startPgBouncer } from './support/pgbouncer.js';

/** PgBouncer may open so few to the database, for a pool of 20 and the queue. */
const connections = 4;

let pgbouncer: Awaited<ReturnType<typeof startPgBouncer>>;
let api: TestApi;
let receiver: Receiver;
beforeAll(async () => {
  pgbouncer = await startPgBouncer(inject('postgres'), connections);
  api = await startTestApi({ WEBHOOKS_INSECURE: 'true' }, { through: (database) => pgbouncer.through(database) });
  receiver = await startReceiver();
});
afterAll(async () => {
  await api.close();
  await receiver.close();
  await pgbouncer.close();
});

test('an interview through PgBouncer in transaction mode: live events, chat, terminal, submission, webhooks', async () => {
  await api.acme.secret.made('/api/webhook-endpoints', { url: `${receiver.url}/hooks` });
  const mine = await api.acme.createInterview();
  const client = createClient({ baseUrl: api.url, token: tokenOf(mine.candidate.headers) });
  const observer = createClient({ baseUrl: api.url, token: tokenOf(mine.observer.headers) });
  await mine.candidate.get(`/api/interview/${mine.id}/workspace`);

  const leaving = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const { data } of observer.stream('streamEvents', { params: { id: mine.id }, signal: leaving.signal }))
      seen.push((data as { type: string }).type);
  })().catch(() => undefined);
  await expect.poll(() => seen.length).toBeGreaterThan(0);
  const from = performance.now();
  const events = [{ t_ms: 1, type: 'editor.cursor', data: { path: 'sum.js', offset: 1 } }];
  await mine.candidate.made(`/api/interview/${mine.id}/events`, { client_id: crypto.randomUUID(), first_seq: 1, events });
  await expect.poll(() => seen.includes('editor.cursor'), { interval: 10 }).toBe(true);
  // Told, and not found by looking again every 5 s.
  expect(performance.now() - from).toBeLessThan(2_000);
  leaving.abort();
  await following;

  let said = '';
  for await (const event of client.chat(mine.id, { message: 'Why does it fail?' })) if (event.type === 'delta') said += event.text;
  expect(said).not.toBe('');

  let screen = '';
  const terminal = client.openTerminal({
    interview: mine.id,
    onOutput: (data, shown) => {
      screen += Buffer.from(data).toString();
      shown();
    },
  });
  terminal.send("echo he''re\n");
  await expect.poll(() => screen).toContain('here');
  terminal.close();

  const receipt = await mine.candidate.made(`/api/interview/${mine.id}/submit`, {});
  expect(receipt.status).toBe('scored');
  const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  await expect.poll(types).toContain('interview.scored');
}, 120_000);

test('two tenants at once on the same few connections each see their own alone', async () => {
  const [ours, theirs] = [await api.acme.createInterview(), await api.globex.createInterview()];
  const ask = async (n: number) => {
    const [me, other, who] = n % 2 === 0 ? [ours, theirs, api.acme.secret] : [theirs, ours, api.globex.secret];
    const [found, hidden, list] = await Promise.all([
      who.get(`/api/interview/${me.id}`),
      who.get(`/api/interview/${other.id}`),
      who.get('/api/interview?limit=100'),
    ]);
    const ids = (list.body as { data: { id: string }[] }).data.map(({ id }) => id);
    return [found.status, hidden.status, ids.includes(me.id), ids.includes(other.id)];
  };
  const seen = await Promise.all(Array.from({ length: 60 }, (_, n) => ask(n)));
  expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify([200, 404, true, false])]));
});

const tokenOf = ({ authorization = '' }: Readonly<Record<string, string>>) => authorization.replace('Bearer ', '');
