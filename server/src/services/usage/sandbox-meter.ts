import type { Knex } from 'knex';
import { readMeter, startMeter, stopMeter } from '../../db/sandbox-meters.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import type { Computer, SandboxPort } from '../volumes/port.js';
import { priced } from './prices.js';

/**
 * Counts how long the sessions' sandboxes of one provider run. Test runs are counted where they are recorded.
 *
 * US4 From opening to closing, to the millisecond, whoever closes. US5 A sandbox that ends by itself, with its process or by its vendor,
 * counts up to the last sample. US6 Nothing that fails here stops a candidate.
 */
export interface SandboxMeter {
  readonly sandboxes: SandboxPort;
  /** Counts what runs now; to be called every minute or so. */
  sample(): Promise<void>;
  /** Another process goes on with a session: ends its sandbox here, where that is another one, and counts it up to now. */
  readonly leave: (session: string) => Promise<void>;
}

export function meterSandboxes(
  knex: Knex,
  { sandboxes, shared }: Pick<Computer, 'sandboxes' | 'shared'>,
  onError: (error: unknown, interview: string) => void,
): SandboxMeter {
  const tenants = new Map<string, string>();
  const quietly = async (interview: string, tenant: string, work: (tx: TenantTx) => Promise<void>) => {
    await withTenant(knex, tenant, work).catch((error: unknown) => onError(error, interview));
  };
  return {
    sandboxes: {
      ...bound(sandboxes),
      async open(spec) {
        const opened = await sandboxes.open(spec);
        const tenant = spec.tags['tenant'] ?? '';
        tenants.set(spec.session, tenant);
        if (opened.created) await quietly(spec.session, tenant, (tx) => startMeter(tx, spec.session));
        return opened;
      },
      async close(session) {
        const running = await sandboxes.find(session).catch(() => null);
        const tenant = tenants.get(session) ?? (running === null ? undefined : await tenantOf(sandboxes, session));
        await sandboxes.close(session);
        tenants.delete(session);
        if (tenant === undefined) return;
        await quietly(session, tenant, async (tx) => {
          if (running !== null) await count(tx, session);
          await stopMeter(tx, session);
        });
      },
    },
    async leave(session) {
      if (shared || (await sandboxes.find(session)) === null) return;
      await sandboxes.close(session);
      await quietly(session, tenants.get(session) ?? '', (tx) => count(tx, session));
      tenants.delete(session);
    },
    async sample() {
      for (const { session, tags } of await sandboxes.list()) await quietly(session, tags['tenant'] ?? '', (tx) => count(tx, session));
    },
  };
}

async function count(tx: TenantTx, interview: string): Promise<void> {
  await recordUsage(tx, interview, priced('sandbox_ms', await readMeter(tx, interview)));
}

/** Of a sandbox that another process opened. */
async function tenantOf(sandboxes: SandboxPort, session: string): Promise<string | undefined> {
  const running = await sandboxes.list().catch(() => []);
  return running.find((each) => each.session === session)?.tags['tenant'];
}

/** A provider's verbs may be methods of a class. */
function bound(sandboxes: SandboxPort): SandboxPort {
  return {
    open: (spec) => sandboxes.open(spec),
    find: (session) => sandboxes.find(session),
    list: () => sandboxes.list(),
    close: (session) => sandboxes.close(session),
    run: (spec, signal) => sandboxes.run(spec, signal),
    terminal: (session, size) => sandboxes.terminal(session, size),
    watch: (session, onChange) => sandboxes.watch(session, onChange),
    check: () => sandboxes.check(),
  };
}
