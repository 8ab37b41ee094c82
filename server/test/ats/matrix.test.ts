import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AtsKind } from '@interviewlm/protocol';
import { atsProtocols } from '../../src/ats/protocols.js';
import type { AtsRoute } from '../../src/ats/protocol.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { requestFrom } from '../support/request-from.js';

interface Connected {
  readonly id: string;
  readonly key: string;
}

let api: TestApi;
const connected = {} as Record<AtsKind, Record<'ours' | 'other tenant' | 'live' | 'revoked' | 'disabled' | 'rolled', Connected>>;
const settings = { credential: 'theirs', signing_secret: 'signs', account: 'acme' };

beforeAll(async () => {
  api = await startTestApi();
  const { acme, globex } = api;
  for (const kind of Object.keys(atsProtocols) as AtsKind[]) {
    const make = (who = acme.secret) => who.made('/api/integrations', { kind, name: kind, ...settings }) as Promise<Connected>;
    const secret = acme.secret;
    const [ours, theirs, live] = [await make(), await make(globex.secret), await make(acme.live)];
    const [revoked, disabled, rolled] = [await make(), await make(), await make()];
    await secret.delete(`/api/integrations/${revoked.id}`);
    await secret.put(`/api/integrations/${disabled.id}`, { enabled: false });
    await secret.post(`/api/integrations/${rolled.id}/roll`, { overlap_ms: 0 });
    connected[kind] = { ours, 'other tenant': theirs, live, revoked, disabled, rolled };
  }
});
afterAll(() => api.close());

const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:`).toString('base64')}` });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const signed = (secret: string, body: string) => ({
  'x-kombo-signature': createHmac('sha256', secret).update(body).digest('base64url'),
});
const unknown = `ilm_ats_test_${'A'.repeat(40)}`;

interface Kind {
  /** The headers of a request by who has this integration; `body` is what is signed where the protocol signs. */
  readonly credential: (integration: Connected, body: string) => Promise<Record<string, string>> | Record<string, string>;
  /** Headers that prove nothing. */
  readonly wrong: readonly Record<string, string>[];
  /** Where the path says who calls. */
  readonly path?: (route: AtsRoute, integration: Connected) => string;
}

const kinds: Record<AtsKind, Kind> = {
  greenhouse: { credential: ({ key }) => basic(key), wrong: [bearer(unknown), basic(unknown), basic(''), { authorization: 'Basic %%%' }] },
  ashby: { credential: ({ key }) => basic(key), wrong: [bearer(unknown), basic(unknown), basic('x'.repeat(4000))] },
  workable: { credential: ({ key }) => bearer(key), wrong: [bearer(unknown), basic(unknown), bearer('x'.repeat(4000))] },
  recruitee: { credential: ({ key }) => bearer(key), wrong: [bearer(unknown), basic(unknown)] },
  kombo: {
    credential: (_integration, body) => signed(settings.signing_secret, body),
    wrong: [signed('another secret', '{}'), signed(settings.signing_secret, '{ }'), { 'x-kombo-signature': '' }],
    path: (_route, { id }) => `/ats/kombo/${id}`,
  },
  smartrecruiters: {
    credential: async ({ id, key }) => {
      const form = { grant_type: 'client_credentials', client_id: id, client_secret: key };
      const answer = await fetch(`${api.url}/ats/smartrecruiters/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
      return bearer(((await answer.json()) as { access_token?: string }).access_token ?? 'none');
    },
    wrong: [bearer(unknown), basic(unknown), bearer(Buffer.from('forged'.repeat(20)).toString('base64url'))],
  },
};

let address = 1;
/** Refused credentials are counted by address, so each request comes from one of its own. */
const send = ({ kind, route }: Row, integration: Connected, headers: Record<string, string>, body: string) => {
  const path = kinds[kind].path?.(route, integration) ?? `/ats/${kind}${route.path}`;
  const from = `127.1.${Math.floor(address / 200)}.${1 + (address++ % 200)}`;
  const sent = route.method === 'POST' ? { body } : {};
  return requestFrom(from, api.url + path, { method: route.method, headers: { 'content-type': 'application/json', ...headers }, ...sent });
};

interface Row {
  readonly kind: AtsKind;
  readonly route: AtsRoute;
  readonly name: string;
}
const rows = Object.values(atsProtocols).flatMap(({ kind, routes }) =>
  routes.map((route): Row => ({ kind, route, name: `${route.method} /ats/${kind}${route.path}` })),
);

test.each(rows)('$name', async (row) => {
  const { kind } = row;
  const { ours, 'other tenant': theirs, live, revoked, disabled, rolled } = connected[kind];
  const { credential, wrong } = kinds[kind];
  const body = '{}';
  const otherKind = Object.keys(atsProtocols).find((each) => each !== kind) as AtsKind;
  const refusal = (what: string, integration: Connected, headers: Record<string, string>) => [what, integration, headers] as const;
  const refused = [
    refusal('nothing', ours, {}),
    refusal('a secret key of the API', ours, api.acme.secret.headers),
    refusal('a secret key of the API as a user name', ours, basic((api.acme.secret.headers['authorization'] ?? '').slice(7))),
    ...wrong.map((headers): [string, Connected, Record<string, string>] => [
      `wrong: ${JSON.stringify(headers).slice(0, 60)}`,
      ours,
      headers,
    ]),
    refusal('a deleted integration', revoked, await credential(revoked, body)),
    refusal('a disabled integration', disabled, await credential(disabled, body)),
    // Kombo has no key of ours: what it signs with is its own.
    ...(kind === 'kombo' ? [] : [refusal('the key before', rolled, await credential(rolled, body))]),
    refusal('another kind of ATS', connected[otherKind].ours, await credential(connected[otherKind].ours, body)),
  ];
  for (const [what, integration, headers] of refused) {
    const answer = await send(row, integration, headers, body);
    expect(answer.status, what).toBe(401);
    expect(answer.headers['www-authenticate'], what).toBe(atsProtocols[kind].challenge);
    expect(answer.text, what).not.toMatch(/ten_|int_|asm_|itv_/);
  }
  // The credentials of OAuth 2 are the body; they are let in where the others get their tokens from.
  for (const integration of row.route.path === '/oauth/token' ? [] : [ours, theirs, live]) {
    const answer = await send(row, integration, await credential(integration, body), body);
    expect([401, 403], answer.text).not.toContain(answer.status);
    expect(answer.status).toBeLessThan(500);
  }
});
