import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair, exportJWK } from 'jose';
import Provider from 'oidc-provider';

/** Who has an account at the provider; the login is the subject. */
export type Accounts = Record<string, { email: string; email_verified: boolean }>;

/** A real OpenID provider on loopback, with pages where people sign in. It has an address before it knows its client. */
export interface TestProvider {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly accounts: Accounts;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  /** How many seconds a code is good for. */
  codeLife_s: number;
  /** While it is set, it is said that ID tokens are signed with another key than they are. */
  saysOtherKeys: boolean;
  /** While it is set, everything is answered 500. */
  broken: boolean;
  /** From now on it answers, to a client of this redirect URI. */
  serve(redirect_uri: string, after: string): Promise<void>;
  close(): Promise<void>;
}

/** At `localhost` it is another site for a browser than what is served at 127.0.0.1. */
export async function startProvider(accounts: Accounts, host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const test: TestProvider = {
    issuer,
    client: { id: 'interviewlm', secret: 'a secret: of the client/for+tests%' },
    accounts,
    requests: [],
    codeLife_s: 60,
    saysOtherKeys: false,
    broken: false,
    async serve(redirect_uri, after) {
      const answer = (await providerOf(test, redirect_uri, after)).callback();
      const { kty, n, e, alg, use, kid } = await newKey();
      server.on('request', (req, res) => {
        const { pathname } = new URL(req.url ?? '/', issuer);
        test.requests.push(pathname);
        if (test.broken) res.writeHead(500).end();
        else if (test.saysOtherKeys && pathname === '/jwks')
          res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [{ kty, n, e, alg, use, kid }] }));
        else void answer(req, res);
      });
    },
    close: () => closed(server),
  };
  return test;
}

async function providerOf(test: TestProvider, redirect_uri: string, after: string): Promise<Provider> {
  const provider: Provider = new Provider(test.issuer, {
    clients: [
      {
        client_id: test.client.id,
        client_secret: test.client.secret,
        redirect_uris: [redirect_uri],
        post_logout_redirect_uris: [after],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [await newKey()] },
    cookies: { keys: ['cookies of the provider'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: () => test.codeLife_s, AccessToken: 600, IdToken: 600, Session: 600, Grant: 600, Interaction: 600 },
    findAccount: (_ctx, sub) => {
      const account = test.accounts[sub];
      return account && { accountId: sub, claims: () => ({ sub, ...account }) };
    },
    // Nobody is asked whether this client may know their address.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

/** Every one has the same name, so that one can stand where the other should. */
async function newKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
