import { createClient } from '@interviewlm/client';

/** Tokens from an invite or share code: each call exchanges it again. Rejects with ProblemError once the code expired or was revoked. */
export function inviteTokens(baseUrl: string, interview: string, code: string): () => Promise<string> {
  const client = createClient({ baseUrl });
  return async () => (await client.call('redeemCode', { params: { id: interview }, body: { code } })).token;
}

/** What a hosted link says: `https://…/i/<interview>#<code>`. Null for anything else. */
export function readInvite(link: string | URL): { interview: string; code: string } | null {
  const url = new URL(link);
  const [, interview] = /\/[ir]\/(itv_[0-9a-z]+)\/?$/.exec(url.pathname) ?? [];
  const [code] = /ilm_inv_[A-Za-z0-9_-]+/.exec(url.hash) ?? [];
  return interview && code ? { interview, code } : null;
}
