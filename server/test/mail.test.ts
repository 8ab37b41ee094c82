import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { score } from '../src/services/workspace/score.js';
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
const got = (count: number) => expect.poll(() => mailbox.arrived.length).toBe(count);
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

test('a candidate who has not begun is reminded once, a day before it expires, and can end that with one click', async () => {
  const { id } = await create({ invitation: { locale: 'es' } });
  await got(1);
  const reminder = await stateOf(id, 'reminder');
  const { expires_at } = (await api.acme.secret.get(`/api/interview/${id}`)).body;
  expect(Date.parse(expires_at) - Date.parse(String(reminder?.['next_attempt_at']))).toBe(86_400_000);
  await hurry('reminder');
  await got(2);
  const mail = mailbox.arrived[1]?.mail;
  expect(mail?.subject).toContain('Su entrevista está abierta hasta el');
  expect((await redeem(id, linkIn(mail?.text)[3])).status).toBe(201);
  const raw = mailbox.arrived[1]?.raw ?? '';
  expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  const url = /<(http[^>]+)>/.exec(raw.replace(/\r\n[ \t]+/g, ''))?.[1] ?? '';
  expect(mail?.text?.replaceAll('\n', '')).toContain(url);
  expect(Buffer.from(url.split('/').at(-1) ?? '', 'base64url').toString('latin1')).not.toMatch(/ada|example|ten_/);
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<button>No recibir más recordatorios</button>')]);
  const { id: second } = await create({ invitation: {} });
  await hurry('reminder');
  // Opening the page changed nothing.
  await got(4);
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' };
  expect((await fetch(url, form)).status).toBe(200);
  expect((await fetch(`${url.slice(0, -4)}AAAA`, form)).status).toBe(404);
  expect(await api.backend.knex('mail_suppressions').select('tenant_id')).toEqual([{ tenant_id: api.acme.id }]);
  const { id: third } = await create({ invitation: {}, candidate: { ...ada, email: 'ADA@example.com' } });
  await hurry('reminder');
  await expect.poll(() => stateOf(third, 'reminder')).toMatchObject({ state: 'suppressed', error: 'The recipient wants no reminders.' });
  await expect.poll(() => stateOf(third, 'invitation')).toMatchObject({ state: 'sent' });
  expect(await stateOf(second, 'reminder')).toMatchObject({ state: 'sent' });
  expect(mailbox.arrived).toHaveLength(5);
});

test('who has begun is not reminded', async () => {
  const { id, candidate } = await api.acme.createInterview({ invitation: {} });
  await got(1);
  await candidate.get(`/api/interview/${id}/workspace`);
  await hurry('reminder');
  await expect.poll(() => stateOf(id, 'reminder')).toMatchObject({ state: 'suppressed', error: 'The interview has begun.' });
  expect(mailbox.arrived).toHaveLength(1);
});

test('the hiring team hears once that the report is there, each with a link of their own to it', async () => {
  const to = ['grace@example.org', 'GRACE@example.org', 'alan@example.org'];
  const { id, candidate } = await api.acme.createInterview({ notify: { to, locale: 'ja' } });
  await candidate.get(`/api/interview/${id}/workspace`);
  expect(await mailsOf(id, '&state=pending')).toMatchObject([{ next_attempt_at: null }, { next_attempt_at: null }]);
  await candidate.post(`/api/interview/${id}/submit`);
  await got(2);
  expect(mailbox.arrived.flatMap((each) => each.to).sort()).toEqual(['alan@example.org', 'grace@example.org']);
  const links = mailbox.arrived.map(({ mail }) => linkIn(mail.text));
  for (const [, page, , code] of links) {
    expect(page).toBe('r');
    expect((await redeem(id, code)).body.role).toBe('reviewer');
  }
  expect(new Set(links.map(([, , , code]) => code)).size).toBe(2);
  expect(mailbox.arrived[0]?.mail.subject).toContain('Ada Lovelaceさんのレポートができました');
  await expect.poll(() => mailsOf(id, '&state=sent')).toHaveLength(2);
  await score(api.backend.knex, { tenant: api.acme.id, mode: 'test', interview: id }, 'rescore');
  expect((await mailsOf(id, '&state=sent')).length).toBe(2);
  expect(await mailsOf(id)).toHaveLength(2);
});

test('nothing that somebody wrote becomes a header, a recipient or markup', async () => {
  const name = 'Eve\r\nBcc: victim@example.net\r\n\r\n<script>alert(1)</script>"><img src=x>\u202e';
  const { id } = await create({ candidate: { name, email: 'eve@example.com' }, notify: { to: ['grace@example.org'] }, invitation: {} });
  await got(1);
  const { mail, to, raw } = only();
  expect(to).toEqual(['eve@example.com']);
  expect(mail.bcc).toBeUndefined();
  expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^bcc/im);
  expect(mail.html).not.toMatch(/<script|<img|\u202e/);
  expect(mail.html).toContain('&lt;script&gt;');
  expect(mail.text).not.toMatch(/^Bcc/m);
  await hurry('result');
  await got(2);
  expect(mailbox.arrived[1]?.to).toEqual(['grace@example.org']);
  expect(mailbox.arrived[1]?.mail.bcc).toBeUndefined();
  expect(mailbox.arrived[1]?.mail.subject).toContain('Eve Bcc: victim@example.net <script>');
  for (const email of ['a@example.com\r\nBcc: b@example.com', 'a@example.com, b@example.com', '<a@example.com>', '"a b"@example.com'])
    expect(
      (await api.acme.secret.post('/api/interview', { assessment: api.acme.assessment, candidate: { name: 'A', email } })).status,
    ).toBe(400);
  expect((await mailsOf(id)).length).toBe(3);
});

test('an Arabic invitation runs from right to left, with the names of others kept together', async () => {
  await create({ candidate: { name: 'ليلى', email: 'layla@example.com' }, invitation: { locale: 'ar' } });
  await got(1);
  const { mail } = only();
  expect(mail.subject).toContain('دعوة من \u2068Acme\u2069 إلى مقابلة');
  expect(mail.html).toContain('<html lang="ar" dir="rtl">');
  expect(mail.text).toContain('مرحبًا \u2068ليلى\u2069،');
  expect(mail.headers.get('content-language')).toBe('ar');
});
