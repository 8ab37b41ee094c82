import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';
import { startMailbox, type Mailbox } from './support/mailbox.js';

let api: TestApi;
let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox();
  api = await startTestApi({ SMTP_URL: mailbox.url, MAIL_FROM: 'interviews@example.org', TEST_MODE: 'as_live' });
});
afterAll(async () => {
  await api.close();
  await mailbox.close();
});
beforeEach(() => {
  mailbox.refusal = null;
  mailbox.offered = 0;
  mailbox.arrived.length = 0;
});
afterEach(async () => {
  await api.backend.knex('mails').delete();
  await api.backend.knex('mail_suppressions').delete();
});

const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
const create = (body: object): Promise<{ id: string }> =>
  api.acme.secret.made('/api/interview', { assessment: api.acme.assessment, candidate: ada, ...body });
const mailsOf = async (interview: string, query = '') =>
  (await api.acme.secret.get(`/api/mail?interview=${interview}${query}`)).body.data as Record<string, unknown>[];
const stateOf = async (interview: string, kind: string) => (await mailsOf(interview)).find((each) => each['kind'] === kind);
const got = (count: number) => expect.poll(() => mailbox.arrived.length, { timeout: 8000 }).toBe(count);
const hurry = (kind = 'invitation') => api.backend.knex('mails').where({ state: 'pending', kind }).update({ next_at: new Date() });
const only = () => {
  const [first, ...more] = mailbox.arrived;
  if (!first || more.length > 0) throw new Error(`${mailbox.arrived.length} e-mails arrived`);
  return first;
};
const linkIn = (text = '') => /https?:\/\/\S+\/([ir])\/(itv_\w+)#(\S+)/.exec(text) ?? [];
const redeem = (interview: string, code = '') => api.anyone.post(`/api/interview/${interview}/redeem`, { code });

test('an invitation arrives once, plain and as HTML, with a link that lets the candidate in', async () => {
  const { id } = await create({ invitation: { message: 'Bring <b>tea</b>.\nAnd time.' } });
  await got(1);
  const { mail, raw, to } = only();
  expect(to).toEqual(['ada@example.com']);
  expect(mail.from?.value).toEqual([{ name: 'Acme', address: 'interviews@example.org' }]);
  expect(mail.subject).toMatch(/^Acme invites you to an interview: /);
  expect(raw).toMatch(/multipart\/alternative/);
  expect(mail.text).toContain('Hello Ada Lovelace,');
  expect(mail.text).toContain('> Bring <b>tea</b>.\n> And time.');
  expect(mail.html).toContain('Bring &lt;b&gt;tea&lt;/b&gt;.<br>And time.');
  expect(mail.html).not.toMatch(/<img|src=|url\(/);
  expect(mail.headers.has('list-unsubscribe')).toBe(false);
  const [link, page, interview, code] = linkIn(mail.text);
  expect([page, interview]).toEqual(['i', id]);
  expect(mail.html).toContain(`href="${link}"`);
  expect((await redeem(id, code)).body).toMatchObject({ role: 'candidate', interview: id });
  await expect.poll(() => stateOf(id, 'invitation')).toMatchObject({ state: 'sent', attempts: 1, error: null, to: ada.email });
  const { id: mailId } = (await stateOf(id, 'invitation')) as { id: string };
  expect(mail.messageId).toBe(`<${mailId}@example.org>`);
  expect((await api.acme.secret.get(`/api/mail/${mailId}`)).body).toMatchObject({ state: 'sent', content: null });
  expect((await api.globex.secret.get(`/api/mail/${mailId}`)).status).toBe(404);
  expect((await api.acme.live.get(`/api/mail/${mailId}`)).status).toBe(404);
});

test('sent again it has another link, and both let in; while one is on its way, asking again changes nothing', async () => {
  const { id } = await create({});
  expect(await mailsOf(id)).toEqual([]);
  mailbox.refusal = 451;
  const first = await api.acme.secret.made(`/api/interview/${id}/invitation`, { locale: 'de' });
  expect(first).toMatchObject({ kind: 'invitation', state: 'pending', locale: 'de' });
  expect((await api.acme.secret.made(`/api/interview/${id}/invitation`, {})).id).toBe(first.id);
  await expect.poll(() => mailbox.offered).toBe(1);
  mailbox.refusal = null;
  await expect.poll(() => stateOf(id, 'invitation')).toMatchObject({ attempts: 1, error: 'The mail server answered 451.' });
  await hurry();
  await got(1);
  await expect.poll(() => stateOf(id, 'invitation')).toMatchObject({ state: 'sent', attempts: 2 });
  await api.acme.secret.made(`/api/interview/${id}/invitation`, {});
  await got(2);
  const codes = mailbox.arrived.map(({ mail }) => linkIn(mail.text)[3]);
  expect(new Set(codes).size).toBe(2);
  for (const code of codes) expect((await redeem(id, code)).status).toBe(201);
  expect(mailbox.arrived[0]?.mail.subject).toMatch(/^Acme lädt Sie zu einem Interview ein: /);
  expect((await mailsOf(id)).map(({ kind }) => kind).sort()).toEqual(['invitation', 'invitation', 'reminder']);
});

test('what is refused for good is not tried again; nor is one that nobody needs any more', async () => {
  mailbox.refusal = 550;
  const { id } = await create({ invitation: {} });
  await expect
    .poll(() => stateOf(id, 'invitation'))
    .toMatchObject({ state: 'failed', error: 'The mail server answered 550.', next_attempt_at: null });
  const begun = await api.acme.createInterview();
  await begun.candidate.get(`/api/interview/${begun.id}/workspace`);
  const late = await api.acme.secret.post(`/api/interview/${begun.id}/invitation`, {});
  expect([late.status, late.body.code]).toEqual([409, 'interview_not_active']);
});
