import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConsoleSession, ConsoleSignIn } from '@interviewlm/protocol';
import { startTestApi, type TestApi } from './support/api.js';
import { consolePage } from './support/console.js';
import { startProvider, type TestProvider } from './support/provider.js';
import { requestFrom } from './support/request-from.js';
import { Visitor, type Visit } from './support/visitor.js';

const verified = (email: string) => ({ email, email_verified: true });

let provider: TestProvider;
let api: TestApi;
let callback: string;
beforeAll(async () => {
  provider = await startProvider({
    ada: verified('Ada@Acme.example'),
    grace: verified('grace@acme.example'),
    emmy: verified('emmy@both.example'),
    eve: verified('eve@elsewhere.example'),
    mallory: { email: 'ada@acme.example', email_verified: false },
    other: verified('grace@acme.example'),
    lise: verified('lise@domain.example'),
    below: verified('lise@below.domain.example'),
  });
  api = await startTestApi({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.client.id,
    OIDC_CLIENT_SECRET: provider.client.secret,
  });
  callback = `${api.url}/console/sign-in/callback`;
  await provider.serve(callback, `${api.url}/console`);
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

const start = (to = '/console') => `${api.url}/console/sign-in/start?to=${encodeURIComponent(to)}`;
const letIn = (email: string, role: string, tenant = api.acme) => tenant.secret.made('/api/members', { email, role });
const heading = ({ text }: Visit) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1];

/** From the button to the address that the provider sends the browser back to. `change` what the provider is asked. */
async function toProvider(visitor: Visitor, login: string, change = (_asked: URL) => {}, to?: string): Promise<string> {
  const { location, status } = await visitor.visit(start(to));
  expect(status).toBe(303);
  const asked = new URL(location ?? '');
  change(asked);
  return visitor.signInAt(asked.href, login, callback);
}

async function signInAs(login: string, to?: string): Promise<{ visitor: Visitor; came: Visit }> {
  const visitor = new Visitor();
  return { visitor, came: await visitor.visit(await toProvider(visitor, login, undefined, to)) };
}

const isSignedIn = async (visitor: Visitor) => (await visitor.page(api.url).get('/console/session')).status === 200;

test('nothing is asked of the provider before somebody signs in', async () => {
  expect(ConsoleSignIn.parse((await consolePage(api.url).get('/console/sign-in')).body)).toEqual({
    object: 'console_sign_in',
    people: true,
    choices: null,
  });
  expect(provider.requests).toEqual([]);
});

test('without a provider nobody is led to one', async () => {
  const alone = await startTestApi();
  expect((await consolePage(alone.url).get('/console/sign-in')).body).toMatchObject({ people: false, choices: null });
  for (const path of ['start', 'callback?code=x&state=y']) expect((await alone.anyone.get(`/console/sign-in/${path}`)).status).toBe(404);
  await alone.close();
});

describe('a member who signs in', () => {
  test('is asked by code, PKCE, state and nonce, and is back where they wanted to be, with their rights and their name', async () => {
    await letIn('ada@acme.example', 'recruiter');
    const visitor = new Visitor();
    let asked = new URLSearchParams();
    const back = await toProvider(visitor, 'ada', (url) => (asked = url.searchParams), '/console/usage');
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      scope: 'openid email',
      code_challenge_method: 'S256',
      redirect_uri: callback,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    const came = await visitor.visit(back);
    expect([came.status, came.location]).toEqual([303, `${api.url}/console/usage`]);
    expect(came.cookies).toEqual([
      expect.stringMatching(/^ilm_sign_in=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^ilm_console=[\w-]{40}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^ilm_person=; Max-Age=0;/),
    ]);
    const page = visitor.page(api.url);
    const session = ConsoleSession.parse((await page.get('/console/session')).body);
    expect(session).toMatchObject({
      tenant: { name: 'Acme' },
      mode: 'test',
      key: null,
      person: { email: 'ada@acme.example', role: 'recruiter' },
    });
    expect((await page.get('/api/interview')).status).toBe(200);
    expect((await page.get('/api/keys')).body).toMatchObject({ code: 'forbidden', missing_scope: 'keys:read' });
    const candidate = { name: 'Niels', email: 'niels@example.com' };
    const made = await page.post('/api/interview', { assessment: api.acme.assessment, candidate });
    const { data } = (await api.acme.secret.get(`/api/audit-log?target=${made.body.id}`)).body;
    expect(data[0]).toMatchObject({
      action: 'createInterview',
      actor: { kind: 'member', id: session.person?.member, email: 'ada@acme.example' },
    });
    const entered = (await api.acme.secret.get(`/api/audit-log?actor=${session.person?.member}&action=signInToConsole`)).body.data;
    expect(entered).toHaveLength(1);
  });

  test('erases under their own name, which is only an id', async () => {
    const { visitor } = await signInAs('ada');
    const { id } = await api.acme.createInterview();
    const { body } = await visitor.page(api.url).send('DELETE', `/api/interview/${id}`);
    expect(body.requested_by).toMatch(/^mem_/);
  });

  test('has other rights as soon as their role is another, and none once they are removed', async () => {
    const { id } = await letIn('grace@acme.example', 'admin');
    const { visitor } = await signInAs('grace');
    const page = visitor.page(api.url);
    expect((await page.get('/api/keys')).status).toBe(200);
    await api.acme.secret.put(`/api/members/${id}`, { role: 'viewer' });
    expect((await page.get('/api/keys')).status).toBe(403);
    await api.acme.secret.delete(`/api/members/${id}`);
    expect((await page.get('/api/interview')).status).toBe(401);
    const again = await signInAs('grace');
    expect([again.came.status, heading(again.came)]).toEqual([403, 'Nobody has let you in yet']);
  });

  test('is that person for ever: who gets the same address later is another', async () => {
    await letIn('grace@acme.example', 'viewer');
    expect((await signInAs('grace')).came.status).toBe(303);
    const other = await signInAs('other');
    expect([other.came.status, await isSignedIn(other.visitor)]).toEqual([403, false]);
  });

  test('signs out here, and is shown where to sign out of the provider', async () => {
    const { visitor } = await signInAs('ada');
    const page = visitor.page(api.url);
    const { status, body } = await page.delete('/console/session');
    expect([status, body.object]).toEqual([200, 'console_sign_out']);
    expect((await page.get('/api/interview')).status).toBe(401);
    const asked = new URL(body.continue_at);
    expect([asked.origin, asked.searchParams.get('post_logout_redirect_uri')]).toEqual([provider.issuer, `${api.url}/console`]);
    const there = await visitor.visit(body.continue_at);
    expect([there.status, there.text]).toEqual([200, expect.stringContaining('logout')]);
  });

  test('is signed out here also while the provider can not be asked', async () => {
    const { visitor } = await signInAs('ada');
    await api.restart();
    provider.broken = true;
    const left = await visitor.page(api.url).delete('/console/session');
    provider.broken = false;
    expect([left.status, await isSignedIn(visitor)]).toEqual([204, false]);
  });
});

describe('nobody is signed in', () => {
  const refused = async (visitor: Visitor, came: Visit, status: number, title: string) => {
    expect([came.status, heading(came), await isSignedIn(visitor)]).toEqual([status, title, false]);
    expect(came.headers['content-security-policy']).toContain("default-src 'none'");
    expect(came.text).toContain('href="/console"');
  };

  test('with another state than the one that was sent along', async () => {
    const visitor = new Visitor();
    const back = new URL(await toProvider(visitor, 'ada'));
    back.searchParams.set('state', 'x'.repeat(43));
    await refused(visitor, await visitor.visit(back.href), 400, 'The answer could not be verified');
  });

  test('with an answer that was meant for another question: a nonce that is not ours', async () => {
    const visitor = new Visitor();
    const back = await toProvider(visitor, 'ada', (asked) => asked.searchParams.set('nonce', 'y'.repeat(43)));
    await refused(visitor, await visitor.visit(back), 400, 'The answer could not be verified');
  });

  test('with another verifier than the code was asked for with', async () => {
    const visitor = new Visitor();
    const back = await toProvider(visitor, 'ada', (asked) => asked.searchParams.set('code_challenge', 'z'.repeat(43)));
    await refused(visitor, await visitor.visit(back), 400, 'That took too long');
  });

  test('with a code that came too late', async () => {
    provider.codeLife_s = 1;
    const visitor = new Visitor();
    const back = await toProvider(visitor, 'ada');
    await sleep(2100);
    provider.codeLife_s = 60;
    await refused(visitor, await visitor.visit(back), 400, 'That took too long');
  });

  test('by an ID token that the provider’s keys don’t prove', async () => {
    await api.restart();
    provider.saysOtherKeys = true;
    const { visitor, came } = await signInAs('ada');
    provider.saysOtherKeys = false;
    await refused(visitor, came, 400, 'The answer could not be verified');
    await api.restart();
    expect((await signInAs('ada')).came.status).toBe(303);
  });

  test('in a browser that did not begin it, or by an answer that was used before', async () => {
    const visitor = new Visitor();
    const back = await toProvider(visitor, 'ada');
    const thief = new Visitor();
    await refused(thief, await thief.visit(back), 400, 'Start again');
    expect((await visitor.visit(back)).status).toBe(303);
    const session = visitor.cookies.get('ilm_console');
    expect(heading(await visitor.visit(back))).toBe('Start again');
    expect(visitor.cookies.get('ilm_console')).toBe(session);
  });

  test('with what somebody made up in place of what the browser kept', async () => {
    const visitor = new Visitor();
    const back = await toProvider(visitor, 'ada');
    visitor.cookies.set('ilm_sign_in', Buffer.from('{"state":"x"}').toString('base64url'));
    await refused(visitor, await visitor.visit(back), 400, 'Start again');
  });

  test('whose address the provider does not vouch for, though it is a member’s', async () => {
    const { visitor, came } = await signInAs('mallory');
    await refused(visitor, came, 403, 'Your e-mail address is not verified');
  });

  test('whom nobody let in; they are not noted anywhere', async () => {
    const { visitor, came } = await signInAs('eve');
    await refused(visitor, came, 403, 'Nobody has let you in yet');
    expect(came.text).toContain('eve@elsewhere.example');
    expect((await api.backend.knex('console_members').where({ email: 'eve@elsewhere.example' })).length).toBe(0);
    expect(api.logged()).not.toContain('eve@');
  });

  test('who leaves at the provider', async () => {
    const visitor = new Visitor();
    const { location } = await visitor.visit(start());
    const state = new URL(location ?? '').searchParams.get('state') ?? '';
    const answer = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer }).toString();
    await refused(visitor, await visitor.visit(`${callback}?${answer}`), 403, 'You were not signed in');
  });

  test('while the provider is down; and once it is back they are', async () => {
    await api.restart();
    provider.broken = true;
    const down = await new Visitor().visit(start());
    provider.broken = false;
    expect([down.status, heading(down)]).toEqual([503, 'Signing in does not work right now']);
    expect((await signInAs('ada')).came.status).toBe(303);
  });
});

test('who may be in several tenants chooses, can go to another, and stays no longer for it', async () => {
  await letIn('emmy@both.example', 'viewer');
  await letIn('emmy@both.example', 'admin', api.globex);
  const stranger = await letIn('somebody@acme.example', 'admin');
  const { visitor, came } = await signInAs('emmy', '/console/audit');
  expect([came.status, came.location, await isSignedIn(visitor)]).toEqual([303, `${api.url}/console/audit`, false]);
  const { choices } = ConsoleSignIn.parse((await visitor.page(api.url).get('/console/sign-in')).body);
  expect(choices?.map(({ tenant, role }) => [tenant.name, role])).toEqual([
    ['Acme', 'viewer'],
    ['Globex', 'admin'],
  ]);
  const goTo = async (member: string) => {
    const answer = await visitor.page(api.url).post('/console/session', { member });
    const set = answer.headers.getSetCookie().find((each) => /^ilm_console=[\w-]{40}/.test(each));
    if (set) visitor.cookies.set('ilm_console', set.slice('ilm_console='.length).split(';')[0] ?? '');
    visitor.cookies.delete('ilm_person');
    return answer;
  };
  expect((await visitor.page(api.url).post('/console/session', { member: stranger.id })).body.code).toBe('forbidden');
  const [acme, globex] = [choices?.[0]?.member ?? '', choices?.[1]?.member ?? ''];
  const first = (await goTo(acme)).body;
  expect(first).toMatchObject({ tenant: { name: 'Acme' }, person: { role: 'viewer' } });
  await sleep(20);
  const before = visitor.page(api.url);
  const second = (await goTo(globex)).body;
  expect(second).toMatchObject({ tenant: { name: 'Globex' }, scopes: null, expires_at: first.expires_at });
  expect((await before.get('/api/interview')).status).toBe(401);
  expect((await visitor.page(api.url).get('/api/tenant')).body.name).toBe('Globex');
});

test('a domain that the operator lists lets its people in, never those below it, and nobody who was removed', async () => {
  const { members } = api.backend.services;
  const scope = { tenant: api.acme.id, mode: 'test' } as const;
  expect((await signInAs('lise')).came.status).toBe(403);
  await members.admitDomain(scope, 'Domain.example', 'viewer');
  expect((await signInAs('lise')).came.status).toBe(303);
  expect((await signInAs('below')).came.status).toBe(403);
  const { data } = (await api.acme.secret.get('/api/members')).body;
  const lise = data.find(({ email }: { email: string }) => email === 'lise@domain.example');
  expect(lise).toMatchObject({ role: 'viewer', last_seen_at: null });
  await api.acme.secret.delete(`/api/members/${lise.id}`);
  expect((await signInAs('lise')).came.status).toBe(403);
});

test('only a page of the console goes back to a page of the console', async () => {
  for (const to of ['https://evil.example', '//evil.example', '/console/../i/x', '/api/keys', '/console/%0d%0aX: y'])
    expect((await signInAs('ada', to)).came.location).toBe(`${api.url}/console`);
});

test('nobody lets in somebody who may do more, twice, or in the other world', async () => {
  const { key } = await api.acme.secret.made('/api/keys', {
    name: 'Few',
    scopes: ['keys:read', 'keys:write', 'interviews:read', 'assessments:read'],
  });
  const few = api.acme.secret.with({ authorization: `Bearer ${key}` });
  expect((await few.post('/api/members', { email: 'x@acme.example', role: 'admin' })).body.code).toBe('forbidden');
  const { id } = await few.made('/api/members', { email: 'X@acme.example', role: 'viewer' });
  expect((await few.put(`/api/members/${id}`, { role: 'recruiter' })).body.code).toBe('forbidden');
  expect((await few.post('/api/members', { email: 'x@ACME.example', role: 'viewer' })).body.code).toBe('already_exists');
  expect((await api.acme.live.get('/api/members')).body.data).toEqual([]);
  expect((await api.acme.live.delete(`/api/members/${id}`)).status).toBe(404);
});

test('ways to the provider and back are counted by address, as keys are', async () => {
  const from = (address: string, url: string) => requestFrom(address, url, { method: 'GET', headers: {} });
  for (const [address, url] of [
    ['127.8.8.1', start()],
    ['127.8.8.2', `${callback}?code=x&state=y`],
  ] as const) {
    const answers = [];
    for (let n = 0; n < 21; n++) answers.push((await from(address, url)).status);
    expect(answers.slice(0, 20)).not.toContain(429);
    expect(answers[20]).toBe(429);
  }
});

test('no other page learns who may sign in, and the log holds no code and no secret', async () => {
  const evil = consolePage(api.url, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
  expect((await evil.get('/console/sign-in')).body.code).toBe('origin_not_allowed');
  expect(api.logged()).not.toContain(provider.client.secret);
  expect(api.logged()).not.toMatch(/code=|acme\.example/);
});
