import {
  RetentionClass,
  RetentionDays,
  type AnswerOf,
  type Mode,
  type QueryOf,
  type Retention as Policy,
  type RetentionPreview,
} from '@interviewlm/protocol';
import { claimRetention, putRetention, readRetention, type RetentionRow } from '../../db/retention.js';
import { countDays, countHeld } from '../../db/retention-due.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { Scope } from '../scope.js';
import type { RetentionDeps } from './deps.js';
import { sweep } from './sweep.js';

/** For how long each class of data is kept, and what goes when that is over: docs/decisions/0087-retention-by-class.md. */
export interface Retention {
  get(scope: Scope): Promise<Policy>;
  /** Nothing is erased by it within a day. `key` is who sets it. */
  set(scope: Scope, key: string, days: RetentionDays): Promise<Policy>;
  preview(scope: Scope, query: QueryOf<'previewRetention'>): Promise<RetentionPreview>;
  /** Erases what is due, of any tenant; how many policies it looked at. */
  workDue(): Promise<number>;
}

/** Who mistyped a number has that long to see it. */
const grace_s = 86_400;
/** Longer than a sweep takes; another process takes over from one that died after this. */
const lease_s = 1800;
const claimedAtOnce = 2;

export function createRetention(deps: RetentionDeps): Retention {
  const { knex, onError } = deps;
  return {
    get: ({ tenant, mode }) => withTenant(knex, tenant, async (tx) => present(mode, await readRetention(tx, mode))),
    set: ({ tenant, mode }, key, days) =>
      withTenant(knex, tenant, async (tx) => present(mode, await putRetention(tx, mode, days, key, grace_s))),
    preview: ({ tenant, mode }, { within_days, ...asked }) =>
      withTenant(knex, tenant, async (tx) => {
        const days = { ...present(mode, await readRetention(tx, mode)).days, ...said(asked) };
        const data: RetentionPreview['data'] = [];
        for (const name of RetentionClass.options) {
          const kept = days[name];
          if (kept === null || outlived(name, kept, days)) continue;
          const counted = await countDays(tx, mode, name, kept, within_days);
          data.push(...counted.map(({ date, count }) => ({ date, class: name, count })));
        }
        data.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
        return { object: 'retention_preview', mode, data, held: await countHeld(tx, mode) } satisfies AnswerOf<'previewRetention'>;
      }),
    async workDue() {
      const claimed = await claimRetention(knex, claimedAtOnce, lease_s);
      for (const { tenant_id: tenant, mode } of claimed) await sweep(deps, { tenant, mode }).catch((error: unknown) => onError(error));
      return claimed.length;
    },
  };
}

const rowsOfTheirOwn: readonly RetentionClass[] = ['mail', 'webhooks', 'audit_log'];

/** It goes with the whole interview, before its own time. */
const outlived = (name: RetentionClass, kept: number, { interview }: RetentionDays): boolean =>
  name !== 'interview' && !rowsOfTheirOwn.includes(name) && interview !== null && interview <= kept;

/** The classes that were asked for with a number of their own. */
const said = (asked: object) =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Partial<Record<RetentionClass, number>>;

const present = (mode: Mode, row: RetentionRow | null): Policy => ({
  object: 'retention',
  mode,
  days: RetentionDays.parse(row?.days ?? {}),
  set_by: row?.set_by ?? null,
  set_at: row?.set_at.toISOString() ?? null,
  next_at: row?.next_at.toISOString() ?? null,
});
