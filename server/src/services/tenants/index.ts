import type { Knex } from 'knex';
import { insertTenant, readTenant, type TenantRow } from '../../db/tenants.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';

/** The companies that use the API. */
export interface Tenants {
  create(name: string, origins: readonly string[]): Promise<TenantRow>;
  /** Whether pages of this origin (`scheme://host[:port]`, exactly) may call the API for the tenant. At most 10 s behind a change. */
  allows(tenant: string, origin: string): Promise<boolean>;
  /** The tenant's list of exact origins. */
  origins(tenant: string): Promise<readonly string[]>;
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
  };
}

/** `https://jobs.example.com`, as browsers write it; anything else is refused. */
function exactOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new Error(`"${text}" is not an origin: write it like https://jobs.example.com`);
  }
  return url.origin;
}
