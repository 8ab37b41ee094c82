import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../server/test/support/api.js';
import { startProvider, type TestProvider } from '../server/test/support/provider.js';
import { violations } from './support/axe.js';
import { launch, openTab } from './support/browser.js';

let provider: TestProvider;
let api: TestApi;
let browser: Browser;

beforeAll(async () => {
  const accounts = {
    grace: { email: 'grace@acme.example', email_verified: true },
    eve: { email: 'eve@example.com', email_verified: true },
  };
  provider = await startProvider(accounts, 'localhost');
  const { issuer, client } = provider;
  api = await startTestApi({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret }, { pages: true });
  await provider.serve(`${api.url}/console/sign-in/callback`, `${api.url}/console`);
  await api.acme.secret.made('/api/members', { email: 'grace@acme.example', role: 'admin' });
  await api.acme.live.made('/api/members', { email: 'grace@acme.example', role: 'viewer' });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await api.close();
  await provider.close();
});

/** From the console's first page, by the provider's own. */
async function signInAs(login: string, path = '/console') {
  const tab = await openTab(browser);
  const { page } = tab;
  // The provider's own pages ask for a font that is somewhere else.
  await page.route(/googleapis/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
  await page.goto(api.url + path);
  await page.getByRole('link', { name: 'Sign in with your work account' }).click();
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  return tab;
}

test('a person signs in at another site, chooses a world, lets somebody in, goes to the other world and signs out of both', async () => {
  const tab = await signInAs('grace', '/console/people');
  const { page } = tab;
  await page.getByText('Where do you want to go?').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Acme Admin Test world' }).click();
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('lise@acme.example');
  await page.locator('select[name=role]').selectOption('recruiter');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('lise@acme.example may sign in now.').waitFor();
  await page.getByLabel('Role of lise@acme.example').selectOption('Viewer');
  await page.getByText('lise@acme.example is viewer now.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('row', { name: /Create member.*grace@acme\.example/ }).waitFor();

  await page.getByRole('button', { name: 'Switch company or world' }).click();
  await page.getByRole('button', { name: /Live world/ }).click();
  await page.getByRole('banner').getByText('Live world').waitFor();
  expect(await page.getByRole('navigation').getByRole('link', { name: 'People' }).count()).toBe(0);
  // What is still being read when somebody leaves is refused, which a browser reports.
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.getByRole('link', { name: 'Sign in with your work account' }).waitFor();
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test('whom nobody let in reads why, and gets back', async () => {
  const tab = await signInAs('eve');
  await tab.page.getByRole('heading', { name: 'Nobody has let you in yet' }).waitFor();
  expect(await violations(tab.page)).toEqual([]);
  await tab.page.getByRole('link', { name: 'Back to signing in' }).click();
  await tab.page.getByRole('link', { name: 'Sign in with your work account' }).waitFor();
  await tab.close();
});
