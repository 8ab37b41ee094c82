import type { Knex } from 'knex';
import type { AnswerOf } from '@interviewlm/protocol';
import { insertTenant, readTenant, updateOrigins, type TenantRow } from '../../db/tenants.js';
import { withTenant } from '../../db/tenant-tx.js';
import { invalid, notFound } from '../../errors.js';
import { newId } from '../../ids.js';

/** The companies that use the API. */
export interface Tenants {
  create(name: string, origins: readonly string[]): Promise<TenantRow>;
  /** Whether pages of this origin (`scheme://host[:port]`, exactly) may call the API for the tenant. At most 10 s behind a change. */
  allows(tenant: string, origin: string): Promise<boolean>;
  /** The tenant's list of exact origins. */
  origins(tenant: string): Promise<readonly string[]>;
  get(tenant: string): Promise<AnswerOf<'getTenant'>>;
  /** Replaces that list. */
  setOrigins(tenant: string, origins: readonly string[]): Promise<AnswerOf<'setOrigins'>>;
}

const remembered_ms = 10_000;

export function createTenants(knex: Knex): Tenants {
  const known = new Map<string, { origins: ReadonlySet<string>; until: number }>();

  const originsOf = async (tenant: string): Promise<ReadonlySet<string>> => {
    const held = known.get(tenant);
    if (held && held.until > Date.now()) return held.origins;
    const row = await withTenant(knex, tenant, readTenant);
    const origins = new Set(row?.origins);
    known.set(tenant, { origins, until: Date.now() + remembered_ms });
    return origins;
  };

  return {
    create: (name, origins) => insertTenant(knex, { id: newId('tenant'), name, origins: origins.map(exactOrigin) }),
    allows: async (tenant, origin) => (await originsOf(tenant)).has(origin),
    origins: async (tenant) => [...(await originsOf(tenant))],
    async get(tenant) {
      const row = await withTenant(knex, tenant, readTenant);
      if (!row) throw notFound('tenant');
      return presented(row);
    },
    async setOrigins(tenant, origins) {
      const wrong = origins.find((origin) => !isOrigin(origin));
      if (wrong !== undefined) throw invalid('body.origins', 'not_an_origin', `${wrong} is not an origin like https://jobs.example.com.`);
      const row = await withTenant(knex, tenant, (tx) => updateOrigins(tx, [...new Set(origins.map(exactOrigin))]));
      known.delete(tenant);
      return presented(row);
    },
  };
}

const presented = ({ id, name, origins, created_at }: TenantRow): AnswerOf<'getTenant'> => ({
  id,
  object: 'tenant',
  name,
  origins,
  created_at: created_at.toISOString(),
});

/** `https://jobs.example.com`, as browsers write it; anything else is refused. */
function exactOrigin(text: string): string {
  if (!isOrigin(text)) throw new Error(`"${text}" is not an origin: write it like https://jobs.example.com`);
  return new URL(text).origin;
}

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
}
