import * as client from 'openid-client';
import { z } from 'zod';
import { IdentityError, type IdentityPort, type Person } from '../../services/console/port.js';
import { identityError } from './errors.js';

export interface OidcOptions {
  /** `https:`, but for a provider on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** So long a provider's description of itself is believed. Its keys are fetched anew by themselves when one is unknown. */
const remembered_ms = 3_600_000;
const timeout_s = 10;

/** An OpenID provider, by authorization code with PKCE, state and nonce. The ID token's signature is checked with the provider's keys. */
export function createOidc(options: OidcOptions): IdentityPort {
  let known: { configuration: Promise<client.Configuration>; until: number } | null = null;

  const configured = async (): Promise<client.Configuration> => {
    if (!known || known.until < Date.now()) known = { configuration: discover(options), until: Date.now() + remembered_ms };
    const asked = known;
    try {
      return await asked.configuration;
    } catch (error) {
      if (known === asked) known = null;
      throw identityError(error);
    }
  };

  return {
    async begin(redirect_uri) {
      const configuration = await configured();
      const flow = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri,
        scope: 'openid email',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, flow };
    },
    async finish(answer, { state, nonce, verifier }) {
      const configuration = await configured();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      try {
        return await personOf(configuration, await client.authorizationCodeGrant(configuration, answer, checks));
      } catch (error) {
        throw identityError(error);
      }
    },
    async endUrl(after) {
      const configuration = await configured();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: after }).href;
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<client.Configuration> {
  const url = new URL(issuer);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody takes it by mistake; the environment takes http: for this machine alone
  const onThisMachine = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(url, clientId, {}, authentication(clientSecret), {
    timeout: timeout_s,
    execute: [client.enableNonRepudiationChecks, ...onThisMachine],
  });
}

/** HTTP Basic, as OpenID Connect has it where nothing is said; in the body for a provider that only takes that. */
function authentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const supported = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (supported.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

/** Addresses in ASCII alone: lower case makes one letter of two in Unicode. */
const Claims = z.object({ email: z.email().max(320), email_verified: z.literal(true) });

/** Providers put the address into the ID token, or tell it when they are asked. */
async function personOf(configuration: client.Configuration, tokens: Tokens): Promise<Person> {
  const token = tokens.claims();
  if (!token) throw new IdentityError('unproven', 'no ID token');
  const isTold = token['email'] !== undefined && token['email_verified'] !== undefined;
  const asked = !isTold && configuration.serverMetadata().userinfo_endpoint !== undefined;
  const claims = Claims.safeParse(asked ? await client.fetchUserInfo(configuration, tokens.access_token, token.sub) : token);
  if (!claims.success) throw new IdentityError('unverified', 'no verified e-mail address');
  return { identity: `${token.iss} ${token.sub}`, email: claims.data.email.toLowerCase() };
}
