import type { Knex } from 'knex';
import { z } from 'zod';
import type { ConsoleChoice } from '@interviewlm/protocol';
import { findDomains, findMemberships, insertMemberOfDomain } from '../../db/console-members.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import { openToken, sealingKey, sealToken } from '../seal.js';
import { IdentityError, type IdentityPort, type Person } from './port.js';

export interface SignInDeps {
  readonly knex: Knex;
  /** Null where people can't sign in. */
  readonly provider: IdentityPort | null;
  /** Seals what browsers keep for us. */
  readonly secret: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

/** How people sign in to the console: by the OpenID provider of their company. */
export interface SignIns {
  readonly isOffered: boolean;
  /** Where the person goes, and what their browser keeps meanwhile; `to` is the page that they want. */
  begin(to: string): Promise<{ url: string; flow: string }>;
  /** `query` is what they came back with. Throws `IdentityError`. */
  finish(query: string, flow: string | null): Promise<{ person: Person; to: string }>;
  /** Where the person may be: as a member, or from now on by the domain of their address. */
  admit(person: Person): Promise<ConsoleChoice[]>;
  choices(person: Person): Promise<ConsoleChoice[]>;
  /** What a browser keeps of somebody who has proven who they are, and has yet to choose. */
  proof(person: Person): string;
  /** Null for one that is over, or that we haven't made. */
  proven(proof: string | null): Person | null;
  /** Where they sign out of the provider too; null where it has no such page. */
  endUrl(): Promise<string | null>;
}

export const signInPath = '/console/sign-in';
export const callbackPath = `${signInPath}/callback`;
/** So long a person may take at the provider, and to choose a tenant. */
export const patience_ms = 600_000;

const FlowToken = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });
const Proof = z.object({ identity: z.string(), email: z.string() });
const purposes = { flow: 'flow', proof: 'proof' } as const;

export function createSignIns({ knex, provider, secret, publicUrl }: SignInDeps): SignIns {
  const key = sealingKey(secret, 'console sign-in');
  const callback = `${publicUrl}${callbackPath}`;
  const asked = (): IdentityPort => {
    if (!provider) throw new IdentityError('unavailable', 'no provider is configured');
    return provider;
  };
  const choices = async ({ email, identity }: Person) => (await findMemberships(knex, email, identity)).map(choiceOf);
  return {
    isOffered: provider !== null,
    async begin(to) {
      const { url, flow } = await asked().begin(callback);
      return { url, flow: sealToken(key, purposes.flow, { ...flow, to }, patience_ms) };
    },
    async finish(query, token) {
      const flow = FlowToken.safeParse(openToken(key, purposes.flow, token ?? ''));
      if (!flow.success) throw new IdentityError('forgotten', 'no sign-in was begun in this browser');
      const { to, ...rest } = flow.data;
      return { person: await asked().finish(new URL(query, callback), rest), to };
    },
    async admit(person) {
      const { email } = person;
      for (const { tenant_id, mode, role } of await findDomains(knex, email.slice(email.lastIndexOf('@') + 1)))
        await withTenant(knex, tenant_id, (tx) => insertMemberOfDomain(tx, { id: newId('member'), mode, email, role }));
      return choices(person);
    },
    choices,
    proof: ({ identity, email }) => sealToken(key, purposes.proof, { identity, email }, patience_ms),
    proven(proof) {
      const person = Proof.safeParse(openToken(key, purposes.proof, proof ?? ''));
      return person.success ? person.data : null;
    },
    endUrl: async () => (provider ? provider.endUrl(`${publicUrl}/console`) : null),
  };
}

const choiceOf = ({ id, tenant_id, tenant_name, mode, role }: Awaited<ReturnType<typeof findMemberships>>[number]): ConsoleChoice => ({
  member: id,
  tenant: { id: tenant_id, name: tenant_name },
  mode,
  role,
});
