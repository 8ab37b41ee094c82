import type { Knex } from 'knex';
import type { InterviewStatus, Mode, TellingState } from '@interviewlm/protocol';
import { closedPairs, openedPairs } from './personal/columns.js';
import { jsonb, storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

export interface OrderRow {
  id: string;
  integration_id: string;
  interview_id: string;
  /** What the ATS knows the order by. */
  reference: string;
  /** Counts the orders of one reference. */
  attempt: number;
  /** The candidate's id at the ATS, where the protocol has one. */
  person: string | null;
  /** What the protocol keeps with the order, a callback URL say. */
  details: Record<string, string>;
  /** Sealed: the candidate's link and the reviewer's. */
  links: Buffer;
  cancelled_at: Date | null;
  version: number;
  told: number;
  changed_at: Date;
  attempts: number;
  next_at: Date | null;
  last_at: Date | null;
  last_status: number | null;
  last_error: string | null;
  created_at: Date;
  /** Of the interview. */
  status: InterviewStatus;
}

const openedOrder = <T extends OrderRow>(tx: TenantTx, row: T | undefined): T | null =>
  row ? { ...row, details: openedPairs(tx, 'ats_orders.details', row.id, row.details) } : null;

type NewRow = Pick<OrderRow, 'id' | 'integration_id' | 'interview_id' | 'reference' | 'attempt' | 'person' | 'details' | 'links'>;

export interface ClaimedOrder {
  id: string;
  tenant_id: string;
}

const rows = (tx: TenantTx) => tx.sql('ats_orders as o').join('interviews as i', 'i.id', 'o.interview_id');
const columns = ['o.*', 'i.status'];

/** False when there already is one of this reference and attempt: whoever tries at the same time waits for the first to commit. */
export async function insertOrder(tx: TenantTx, row: NewRow): Promise<boolean> {
  const made = await tx
    .sql('ats_orders')
    .insert({
      ...row,
      reference: storableText(row.reference),
      details: jsonb(closedPairs(tx, 'ats_orders.details', row.id, row.details)),
      tenant_id: tx.tenant,
    })
    .onConflict(['integration_id', 'reference', 'attempt'])
    .ignore()
    .returning<{ id: string }[]>('id');
  return made.length > 0;
}

/** The last order of this reference. */
export async function readLastOrder(tx: TenantTx, integration: string, reference: string): Promise<OrderRow | null> {
  const found = rows(tx).where({ 'o.integration_id': integration, 'o.reference': storableText(reference) });
  return openedOrder(tx, await found.orderBy('o.attempt', 'desc').first<OrderRow | undefined>(columns));
}

export async function readOrder(tx: TenantTx, integration: string, id: string): Promise<OrderRow | null> {
  return openedOrder(tx, await rows(tx).where({ 'o.integration_id': integration, 'o.id': id }).first<OrderRow | undefined>(columns));
}

export async function readOrderOfTenant(tx: TenantTx, id: string): Promise<(OrderRow & { mode: Mode }) | null> {
  const found = await rows(tx)
    .where('o.id', id)
    .first<(OrderRow & { mode: Mode }) | undefined>([...columns, 'i.mode']);
  return openedOrder(tx, found);
}

/** Whether this person has another order on this assessment that isn't over. */
export async function isBeingAssessed(
  tx: TenantTx,
  { integration, person, assessment, reference }: { integration: string; person: string; assessment: string; reference: string },
): Promise<boolean> {
  const open = await rows(tx)
    .where({ 'o.integration_id': integration, 'o.person': person, 'i.assessment_id': assessment })
    .whereNot('o.reference', reference)
    .whereNull('o.cancelled_at')
    .whereIn('i.status', ['created', 'started', 'paused'])
    .first<{ id: string } | undefined>('o.id');
  return open !== undefined;
}

/** Newest first, from just before the order `before`. */
export async function listOrders(
  tx: TenantTx,
  integration: string,
  filter: { limit: number; before: string | undefined; telling: TellingState | undefined },
): Promise<OrderRow[]> {
  const query = rows(tx).where('o.integration_id', integration).orderBy('o.id', 'desc').limit(filter.limit);
  if (filter.before) query.where('o.id', '<', filter.before);
  if (filter.telling === 'told') query.whereRaw('o.told = o.version');
  if (filter.telling === 'owed') query.whereRaw('o.told < o.version and o.next_at is not null');
  if (filter.telling === 'failed') query.whereRaw('o.told < o.version and o.next_at is null');
  return (await query.select<OrderRow[]>(columns)).flatMap((row) => openedOrder(tx, row) ?? []);
}

/** The ATS that ordered this interview, if one did, is owed how it stands, now or `after_s` seconds. */
export async function oweOrder(tx: TenantTx, interview: string, after_s = 0): Promise<void> {
  const changed_at = tx.sql.raw('clock_timestamp()');
  await owe(tx, { interview_id: interview }, { version: tx.sql.raw('version + 1'), changed_at }, after_s);
}

/** From the first try on; as of the last change. */
export const oweOrderAgain = (tx: TenantTx, id: string): Promise<void> => owe(tx, { id }, { version: tx.sql.raw('version + 1') });

async function owe(tx: TenantTx, where: { interview_id: string } | { id: string }, change: object, after_s = 0): Promise<void> {
  const next_at = tx.sql.raw(`clock_timestamp() + ? * interval '1 second'`, [after_s]);
  await tx
    .sql('ats_orders')
    .where(where)
    .whereNull('cancelled_at')
    .update({ ...change, attempts: 0, next_at });
}

/** What the ATS itself found wrong with what it was told. */
export async function noteComplaint(tx: TenantTx, id: string, last_error: string): Promise<void> {
  await tx
    .sql('ats_orders')
    .where({ id })
    .update({ last_error: storableText(last_error) });
}

/** What comes after it is told to nobody; the cancellation itself only when it `tells`. Cancelled before, it stays as it is. */
export async function cancelOrder(tx: TenantTx, id: string, tells: boolean): Promise<void> {
  const now = tx.sql.raw('clock_timestamp()');
  const version = tx.sql.raw('version + 1');
  const telling = tells ? { version, changed_at: now, attempts: 0, next_at: now } : { told: tx.sql.ref('version'), next_at: null };
  await tx
    .sql('ats_orders')
    .where({ id })
    .whereNull('cancelled_at')
    .update({ cancelled_at: now, ...telling });
}

/** What an attempt came to; `next_in_s` is null when nothing more is planned. What changed meanwhile is owed when that change said. */
export async function recordTelling(tx: TenantTx, id: string, { version, told, next_in_s, answer }: Telling): Promise<void> {
  const next = next_in_s === null ? tx.sql.raw('null') : tx.sql.raw(`now() + ? * interval '1 second'`, [next_in_s]);
  await tx
    .sql('ats_orders')
    .where({ id })
    .update({
      ...(told && { told: tx.sql.raw('greatest(told, ?)', [version]) }),
      last_at: tx.sql.fn.now(),
      ...(answer && { last_status: answer.status, last_error: answer.error ?? endedError(tx, answer.known_error) }),
      next_at: tx.sql.raw('case when told >= version then null when version = ? then ? else next_at end', [version, next]),
    });
}

/** An attempt that went well ends the errors before it, not a complaint that came during it. */
const endedError = (tx: TenantTx, known: string | null) =>
  tx.sql.raw('case when last_error is distinct from ? then last_error end', [known]);

export interface Telling {
  /** The version that was told. */
  version: number;
  told: boolean;
  next_in_s: number | null;
  /** Null where there was nothing to say. `known_error` is what stood there when the attempt began. */
  answer: { status: number | null; error: string | null; known_error: string | null } | null;
}

/** Takes on what is due, of any tenant, for `lease_s` seconds. */
export const claimOrders = (knex: Knex, atMost: number, perIntegration: number, lease_s: number) =>
  withoutTenant<ClaimedOrder>(knex, `select * from claim_ats_orders(?, ?, ? * interval '1 second')`, [atMost, perIntegration, lease_s]);
