import type { Knex } from 'knex';
import type { AnswerOf, AtsKind, AtsOrder, NewInterview, NewInvitation, QueryOf } from '@interviewlm/protocol';
import { readIntegration } from '../../db/ats-integrations.js';
import * as rows from '../../db/ats-orders.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { Scope } from '../scope.js';
import { createInterview } from '../sessions/create.js';
import type { Sessions } from '../sessions/index.js';
import { isHandedIn } from '../sessions/lifecycle.js';
import type { Exchange } from '../webhooks/send.js';
import type { AtsCaller } from './integrations.js';
import type { AtsPort, OrderLinks, Standing } from './port.js';
import { presentOrder } from './present.js';
import type { AtsSeal } from './secrets.js';
import { standingOf } from './standing.js';
import { lease_s, tell } from './tell.js';

export interface OrderDeps {
  readonly knex: Knex;
  readonly seal: AtsSeal;
  readonly ports: Readonly<Record<AtsKind, AtsPort>>;
  readonly exchange: Exchange;
  readonly sessions: Pick<Sessions, 'cancel'>;
  readonly publicUrl: string;
}

/** What an ATS wants: one interview for each reference, however often it asks. */
export interface WantedOrder {
  readonly reference: string;
  readonly assessment: string;
  readonly candidate: Pick<NewInterview['candidate'], 'name' | 'email'>;
  /** The candidate's id at the ATS, where the protocol has one. */
  readonly person?: string;
  /** What the protocol needs again when it tells of it, a callback URL say. */
  readonly details: Readonly<Record<string, string>>;
  /** Kept with the interview. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The candidate gets the link from the ATS, within this very order: we write to nobody. */
  readonly inline?: boolean;
  /** Whether the same reference means a new interview once the last one is over. */
  readonly again?: boolean;
}

/** Orders of interviews by applicant tracking systems, and what those are told of them. */
export interface Orders {
  /** `isNew` unless the same was ordered before. */
  place(caller: AtsCaller, wanted: WantedOrder): Promise<{ id: string; links: OrderLinks; isNew: boolean }>;
  /** Whether the same person is being assessed by the same assessment under another reference. */
  isBeingAssessed(caller: AtsCaller, wanted: WantedOrder): Promise<boolean>;
  /** 404 for what this ATS hasn't ordered. */
  standing(caller: AtsCaller, id: string): Promise<Standing>;
  /** By the ATS: ends the interview, unless it was submitted, and tells nothing of it any more. Again: nothing happens. */
  cancel(caller: AtsCaller, id: string): Promise<void>;
  /** The same by the tenant; the ATS is told. */
  withdraw(scope: Scope, integration: string, id: string): Promise<AtsOrder>;
  /** Keeps what the ATS found wrong with an order of its own. */
  complain(caller: AtsCaller, id: string, text: string): Promise<void>;
  list(scope: Scope, integration: string, query: QueryOf<'listAtsOrders'>): Promise<AnswerOf<'listAtsOrders'>>;
  resend(scope: Scope, integration: string, id: string): Promise<AtsOrder>;
  /** Takes on what is owed, of any tenant. Each must then be given to `deliver`; what isn't is due again in two minutes. */
  claimDue(atMost: number): Promise<rows.ClaimedOrder[]>;
  deliver(claimed: rows.ClaimedOrder): Promise<void>;
}

/** How long the link to a result works: people look at results long after an invitation is over. */
const resultLife_ms = 365 * 86_400_000;
const perIntegrationAtOnce = 5;

export function createOrders(deps: OrderDeps): Orders {
  const { knex, seal } = deps;
  const inside = <T>({ tenant }: Scope, work: (tx: TenantTx) => Promise<T>) => withTenant(knex, tenant, work);
  const found = async (tx: TenantTx, integration: string, id: string) => {
    const row = await rows.readOrder(tx, integration, id);
    if (!row) throw notFound('order');
    return row;
  };
  const end = async (scope: Scope, integration: string, id: string, { tells }: { tells: boolean }) => {
    const { interview_id: interview } = await inside(scope, (tx) => found(tx, integration, id));
    await deps.sessions.cancel({ tenant: scope.tenant, mode: scope.mode, interview });
    await inside(scope, async (tx) => {
      // A result that is there, or on its way, is not taken back; an ATS that cancels just hears no more of it.
      if (!tells || !isSubmitted(await found(tx, integration, id))) await rows.cancelOrder(tx, id, tells);
    });
  };
  const placed = ({ row, isNew }: Placed) => ({ id: row.id, links: seal.openLinks(row), isNew });

  return {
    async place(caller, wanted) {
      try {
        return placed(await inside(caller, (tx) => place(deps, tx, caller, wanted)));
      } catch (error) {
        if (!(error instanceof PlacedMeanwhile)) throw error;
        const row = await inside(caller, (tx) => rows.readLastOrder(tx, caller.integration, wanted.reference));
        if (!row) throw error;
        return placed({ row, isNew: false });
      }
    },
    isBeingAssessed: (caller, { person, assessment, reference }) =>
      inside(caller, async (tx) => {
        if (person === undefined) return false;
        return rows.isBeingAssessed(tx, { integration: caller.integration, person, assessment, reference });
      }),
    standing: (caller, id) => inside(caller, async (tx) => standingOf(deps, tx, caller.mode, await found(tx, caller.integration, id))),
    cancel: (caller, id) => end(caller, caller.integration, id, { tells: false }),
    async withdraw(scope, integration, id) {
      await inside(scope, (tx) => requireIntegration(tx, scope, integration));
      await end(scope, integration, id, { tells: true });
      return inside(scope, async (tx) => presentOrder(await found(tx, integration, id)));
    },
    complain: (caller, id, text) =>
      inside(caller, async (tx) => {
        await found(tx, caller.integration, id);
        await rows.noteComplaint(tx, id, text.slice(0, 1000));
      }),
    list: (scope, integration, { cursor, limit, telling }) =>
      inside(scope, async (tx) => {
        await requireIntegration(tx, scope, integration);
        const filter = { limit: limit + 1, before: decodeCursor('order', cursor), telling };
        return page(await rows.listOrders(tx, integration, filter), limit, presentOrder);
      }),
    resend: (scope, integration, id) =>
      inside(scope, async (tx) => {
        await requireIntegration(tx, scope, integration);
        await found(tx, integration, id);
        await rows.oweOrderAgain(tx, id);
        return presentOrder(await found(tx, integration, id));
      }),
    claimDue: (atMost) => rows.claimOrders(knex, atMost, perIntegrationAtOnce, lease_s),
    deliver: (claimed) => tell(deps, claimed),
  };
}

/** Somebody else placed the same order at the same time, and was first: what was made here is rolled back. */
class PlacedMeanwhile extends Error {
  override readonly name = 'PlacedMeanwhile';
}

interface Placed {
  readonly row: rows.OrderRow;
  readonly isNew: boolean;
}

async function place({ seal, publicUrl }: OrderDeps, tx: TenantTx, caller: AtsCaller, wanted: WantedOrder): Promise<Placed> {
  const { integration, kind } = caller;
  const last = await rows.readLastOrder(tx, integration, wanted.reference);
  if (last && !(wanted.again && isOver(last))) return { row: last, isNew: false };
  const id = newId('order');
  // What the order owes is owed in its transaction: sent again, it is neither ordered nor invited again.
  const invitation = wanted.inline ? null : await invitationOf(tx, caller);
  const interview = { ...interviewOf(wanted, kind, id), ...(invitation && { invitation }) };
  const { row, codes } = await createInterview(tx, caller, interview, new Date(Date.now() + resultLife_ms));
  const links = { candidate: `${publicUrl}/i/${row.id}#${codes.candidate}`, replay: `${publicUrl}/r/${row.id}#${codes.replay ?? ''}` };
  const made = await rows.insertOrder(tx, {
    ...{ id, integration_id: integration, interview_id: row.id, reference: wanted.reference, person: wanted.person ?? null },
    attempt: (last?.attempt ?? 0) + 1,
    details: { ...wanted.details },
    links: seal.links(id, links),
  });
  if (!made) throw new PlacedMeanwhile('The same order was placed at the same time');
  const order = await rows.readOrder(tx, integration, id);
  if (!order) throw new Error('The order that was just made is not there');
  return { row: order, isNew: true };
}

/** How the integration's candidates are invited; null where it leaves that to the tenant. */
async function invitationOf(tx: TenantTx, { mode, integration }: AtsCaller): Promise<NewInvitation | null> {
  const locale = (await readIntegration(tx, mode, integration))?.invitation_locale ?? null;
  return locale && { locale, message: '' };
}

const isOver = ({ cancelled_at, status }: rows.OrderRow) => cancelled_at !== null || !['created', 'started', 'paused'].includes(status);

const isSubmitted = ({ status }: rows.OrderRow) => isHandedIn(status);

const interviewOf = ({ assessment, candidate, metadata }: WantedOrder, kind: AtsKind, order: string): NewInterview => ({
  assessment,
  candidate,
  accommodations: { time_multiplier: 1, pause_allowed: false, suppress_signals: [] },
  metadata: { ...mapValues(metadata, (text) => text.slice(0, 500)), ats: kind, ats_order: order },
});

const mapValues = (pairs: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, change(value)]));

async function requireIntegration(tx: TenantTx, { mode }: Scope, id: string): Promise<void> {
  if (!(await readIntegration(tx, mode, id))) throw notFound('integration');
}
