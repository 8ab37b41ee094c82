import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { colours, violations } from './support/axe.js';
import { launch, openTab, type Tab } from './support/browser.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
const taken = /itv_\w+/.exec(product.demo.replay_url)?.[0] ?? '';
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function signIn(tab: Tab, key = product.demo.secret_key, path = '/console'): Promise<void> {
  await tab.page.goto(product.baseUrl + path);
  await tab.page.getByLabel('Secret key').fill(key);
  await tab.page.getByRole('button', { name: 'Sign in' }).click();
  await tab.page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** To whom e-mails were written that are kept, as the API tells. */
async function keptMail(): Promise<string[]> {
  const headers = { authorization: `Bearer ${product.demo.secret_key}` };
  const answer = await fetch(`${product.baseUrl}/api/mail?state=kept`, { headers });
  const { data } = (await answer.json()) as { data: { to: string }[] };
  return data.map(({ to }) => to);
}

test('a company without an ATS invites, reads the report and watches the replay', async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab);
  await page.getByText('Test world').waitFor();

  await page.getByRole('button', { name: 'Invite a candidate' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mary Shelley');
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('mary@example.com');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await page.getByRole('textbox', { name: 'The candidate’s link' }).textContent();
  expect(link).toMatch(/\/i\/itv_\w+#ilm_inv_/);
  await page.getByRole('button', { name: 'Done' }).click();

  const search = page.getByLabel('Name or e-mail');
  await search.fill('SHELL');
  await search.press('Enter');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.getByRole('link', { name: 'Mary Shelley' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mary Shelley' }).waitFor();
  expect(await page.evaluate(() => document.title)).toContain('Mary Shelley');
  await page.getByRole('row', { name: 'The candidate' }).getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Withdrawn. Whoever').waitFor();
  const candidate = await openTab(browser);
  await candidate.page.goto(link ?? '');
  await candidate.page.getByRole('heading', { name: 'This link is no longer good' }).waitFor();
  await candidate.close();

  await page.getByRole('link', { name: 'All interviews' }).click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).first().click();
  await page.getByRole('list', { name: 'Scores' }).getByRole('heading', { name: 'Correctness' }).waitFor();
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Report as PDF' }).click()]);
  expect(pdf.suggestedFilename()).toMatch(/\.pdf$/);
  await page.getByRole('link', { name: 'Replay' }).click();
  await page.getByRole('slider', { name: 'Moment' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/console/interviews/${taken}/replay`);

  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('who administers makes a key, sets an origin and revokes the key they are signed in with', async () => {
  const { key } = await product.api<{ key: string }>('POST', '/api/keys', { name: 'Laptop' });
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab, key, '/console/keys');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Reports');
  await page.getByRole('checkbox', { name: 'Everything' }).uncheck();
  await page.getByRole('checkbox', { name: 'interviews:read' }).check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const made = (await page.getByRole('textbox', { name: 'The key' }).textContent()) ?? '';
  const asked = (path: string) => fetch(product.baseUrl + path, { headers: { authorization: `Bearer ${made}` } });
  expect([(await asked('/api/interview')).status, (await asked('/api/keys')).status]).toEqual([200, 403]);

  await page.getByRole('navigation').getByRole('link', { name: 'Origins' }).click();
  await page.getByLabel('Add an origin').fill('https://careers.example.com/jobs?page=1');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('rowheader', { name: 'https://careers.example.com' }).waitFor();
  await page.getByRole('button', { name: 'Remove https://careers.example.com' }).click();
  await expect.poll(() => page.getByRole('rowheader', { name: 'https://careers.example.com' }).count()).toBe(0);

  await page.getByRole('navigation').getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'Add an endpoint' }).click();
  await page.getByLabel('Address').fill('https://hooks.example.invalid/');
  await page.getByRole('button', { name: 'Add the endpoint' }).click();
  expect(await page.getByRole('textbox', { name: 'The secret' }).textContent()).toMatch(/^whsec_/);
  await page.getByRole('link', { name: 'send a test event' }).click();
  await page.getByRole('button', { name: 'Send a test event' }).click();
  await page.getByText('It did not arrive.').waitFor();
  await page.getByRole('button', { name: 'Send webhook.test again' }).waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete' }).last().click();
  await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor();

  await page.getByRole('navigation').getByRole('link', { name: 'Keys' }).click();
  await page.getByRole('button', { name: 'Revoke Laptop' }).click();
  await page.getByText('You are signed in with this key').waitFor();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('Your session has ended').waitFor();

  // Where they were, with a key that may read interviews alone: that page is not for it, and the others are not offered.
  await page.getByLabel('Secret key').fill(made);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.getByRole('link', { name: 'To the console' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).first().waitFor();
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Interviews', 'Outbox']);
  expect(await page.getByRole('button', { name: 'Invite a candidate' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Secret key').waitFor();
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('an interview is erased when its candidate’s name was typed, and the certificate is there', async () => {
  const { id } = await product.invite('log-summary');
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab, undefined, `/console/interviews/${id}`);
  await page.getByRole('link', { name: 'Erase' }).click();
  const erase = page.getByRole('button', { name: 'Erase for good' });
  await page.getByLabel('Type the candidate’s name').fill('Ada');
  expect(await erase.isDisabled()).toBe(true);
  await page.getByLabel('Type the candidate’s name').fill('Ada Lovelace');
  await erase.click();
  await page.getByText('Everything of the interview is erased.').waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Certificate', exact: true }).click()]);
  expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toMatchObject({ status: 'erased', interview: id });
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('a legal hold keeps an interview whose erasure is asked for; when it is lifted the interview goes', async () => {
  const { id } = await product.invite('log-summary');
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab, undefined, `/console/interviews/${id}`);
  await page.getByRole('button', { name: 'Place a hold' }).click();
  await page.getByLabel('Reason').fill('Matter 2026-17');
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await page.getByText('Nothing of this interview is erased until').waitFor();
  await page.getByRole('link', { name: 'All interviews' }).click();
  await page.getByLabel('Legal hold').selectOption('Held');
  await expect.poll(() => page.getByRole('link', { name: 'Ada Lovelace' }).count()).toBe(1);
  await page.getByRole('row', { name: 'Ada Lovelace' }).getByText('Legal hold').waitFor();
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('link', { name: 'Erase' }).click();
  await page.getByText('A legal hold stands on this interview: Matter 2026-17.').waitFor();
  await page.getByLabel('Type the candidate’s name').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Erase when it is lifted' }).click();
  await page.getByText('The request is kept.').waitFor();
  await page.goto(`${product.baseUrl}/console/interviews/${id}`);
  await page.getByText('Its erasure was asked for on').waitFor();
  await page.getByRole('button', { name: 'Lift the hold' }).click();
  await page.getByText('begins at once, and can not be taken back').waitFor();
  await page.getByRole('button', { name: 'Lift the hold', exact: true }).click();
  await page.getByText('There is no such interview').waitFor();
  await tab.close();
});

test('who sets a retention sees before what it would erase, and that it holds from tomorrow on', async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab, undefined, '/console/retention');
  await page.getByLabel('Recording, days').fill('1');
  await page.getByRole('button', { name: 'What would that erase?' }).click();
  await page.getByRole('table', { name: 'What would be erased' }).getByRole('row', { name: 'Recording' }).first().waitFor();
  await page.getByLabel('Audit log, days').fill('30');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await page.getByLabel('Audit log, days').evaluate((field: HTMLInputElement) => field.validity.rangeUnderflow)).toBe(true);
  await page.getByLabel('Audit log, days').fill('400');
  await page.getByLabel('Recording, days').fill('365');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. Nothing is erased by it before').waitFor();
  const set = await product.api<{ days: object }>('GET', '/api/retention');
  expect(set.days).toMatchObject({ recording: 365, audit_log: 400, chat: null, webhooks: 30 });
  await product.api('PUT', '/api/retention', { days: {} });
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('an invitation by e-mail is kept in the outbox, where its text and its link can be read', async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab);
  await page.getByRole('button', { name: 'Invite a candidate' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Emmy Noether');
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('emmy@example.com');
  await page.getByLabel('Send the candidate’s link by e-mail').check();
  await page.getByLabel('Language of the e-mail').selectOption('German');
  await page.getByLabel('In your own words').fill('Wir freuen uns auf Sie.');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Outbox' }).click();
  await page.getByRole('link', { name: 'Reminder to emmy@example.com' }).waitFor();
  const invitation = page.getByRole('link', { name: 'Invitation to emmy@example.com' });
  await expect.poll(keptMail).toContain('emmy@example.com');
  await page.getByLabel('Which e-mails').selectOption('Kept here');
  await expect.poll(() => page.getByRole('link', { name: 'Reminder to emmy@example.com' }).count()).toBe(0);
  await invitation.click();
  await page.getByText('Emmy Noether,').waitFor();
  const text = await page.locator('pre').textContent();
  expect(text).toMatch(/\/i\/itv_\w+#ilm_inv_/);
  expect(text).toContain('Wir freuen uns auf Sie.');
  expect(await violations(page)).toEqual([]);
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('an invitation is sent again, in the language of the one before or another', async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab);
  await page.getByRole('button', { name: 'Invite a candidate' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Lise Meitner');
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('lise@example.com');
  await page.getByLabel('Send the candidate’s link by e-mail').check();
  await page.getByLabel('Language of the e-mail').selectOption('Japanese');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  await page.getByRole('link', { name: 'Open the interview' }).click();
  // One that is still on its way is not doubled.
  await expect.poll(keptMail).toContain('lise@example.com');
  await page.getByRole('button', { name: 'Send the invitation again' }).click();
  const language = page.getByLabel('Language');
  expect(await language.inputValue()).toBe('ja');
  await language.selectOption('Arabic');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('The invitation is on its way.').waitFor();
  await expect.poll(() => page.getByRole('row', { name: /^Invitation/ }).count()).toBe(2);
  await page.getByRole('row', { name: /^Invitation.*Arabic/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('an ATS is connected; what it orders is seen, told again and cancelled', async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab);
  await page.getByRole('navigation').getByRole('link', { name: 'ATS' }).click();
  await page.getByRole('button', { name: 'Connect an ATS' }).click();
  await page.getByRole('combobox', { name: 'System' }).selectOption('SmartRecruiters');
  await page.getByLabel('Our client id there').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'System' }).selectOption('Greenhouse');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Berlin');
  await page.getByLabel('Invitation to the candidate').selectOption('Spanish');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const shown = async (label: string) => (await page.getByRole('textbox', { name: label }).textContent()) ?? '';
  await orderFrom(await shown('The address'), await shown('The key'));
  await page.getByRole('link', { name: 'Go on to its page' }).click();
  await page.getByRole('heading', { level: 1, name: 'Berlin' }).waitFor();
  await page.getByText('by us, in Spanish').waitFor();
  const order = page.getByRole('row', { name: /^itv_/ });
  await order.getByText('Invited').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Tell again: 12345' }).click();
  await page.getByText('It is told again').waitFor();
  await page.getByRole('button', { name: 'Cancel: 12345' }).click();
  await page.getByRole('button', { name: 'Cancel the order' }).click();
  await order.getByText('Cancelled').waitFor();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('It is switched off.').waitFor();
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
  await page.getByText('Nothing is connected').waitFor();
  expect(tab.errors).toEqual([]);
  await tab.close();
});

/** What Greenhouse sends when a recruiter orders. */
async function orderFrom(url: string, key: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const [test] = (await (await fetch(`${url}/list_tests`, { headers: { authorization } })).json()) as { partner_test_id: string }[];
  const body = {
    partner_test_id: test?.partner_test_id,
    candidate: { first_name: 'Rosa', last_name: 'Parks', email: 'rosa@example.com' },
    url: 'https://app.greenhouse.io/integrations/testing_partners/take_home_tests/12345',
  };
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/send_test`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

// What is dark differs in its colours alone.
test.each([
  ['light', undefined],
  ['dark', colours],
] as const)('axe finds nothing (%s)', async (colorScheme, rules) => {
  const tab = await openTab(browser, { colorScheme });
  const { page } = tab;
  await page.goto(`${product.baseUrl}/console`);
  await page.getByLabel('Secret key').waitFor();
  expect(await violations(page, rules)).toEqual([]);
  await signIn(tab);
  for (const title of [
    'Assessments',
    'Outbox',
    'ATS',
    'Usage and cost',
    'Keys',
    'People',
    'Origins',
    'Webhooks',
    'Audit log',
    'Retention and erasure',
    'Interviews',
  ]) {
    await page.getByRole('navigation').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await expect.poll(() => page.locator('ilm-spinner').count()).toBe(0);
    expect(await violations(page, rules), title).toEqual([]);
  }
  await page.getByRole('link', { name: 'Grace Hopper' }).first().click();
  await page.getByRole('list', { name: 'Scores' }).waitFor();
  expect(await violations(page, rules), 'an interview').toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(tab.errors).toEqual([]);
  await tab.close();
});
