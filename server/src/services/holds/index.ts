import type { Knex } from 'knex';
import type { AnswerOf, Hold } from '@interviewlm/protocol';
import { readErasure } from '../../db/erasures.js';
import { insertHold, liftHold, listHolds, standingHold } from '../../db/holds.js';
import { lockInterview, readInterview } from '../../db/interviews.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { beginErasure } from '../erasing/begin.js';
import type { At } from '../recording/log.js';
import { presentHold } from './present.js';

/** Legal holds. `key` is who places or lifts one. */
export interface Holds {
  /** 409 `already_exists` while one stands; 404 for an interview that isn't there, or is being erased. */
  place(at: At, key: string, reason: string): Promise<Hold>;
  /** The erasure that it kept waiting begins with it. 404 where none stands. */
  lift(at: At, key: string): Promise<Hold>;
  /** Also of an interview that is gone. 404 for one that never was. */
  list(at: At): Promise<AnswerOf<'listHolds'>>;
}

export function createHolds(knex: Knex): Holds {
  const inside = <T>({ tenant }: At, work: (tx: TenantTx) => Promise<T>) => withTenant(knex, tenant, work);
  return {
    place: (at, placed_by, reason) =>
      inside(at, async (tx) => {
        const interview = await lockInterview(tx, at.mode, at.interview);
        if (!interview) throw notFound('interview');
        const standing = await standingHold(tx, at.interview);
        if (standing)
          throw new ApiError('already_exists', `${at.interview} is under the hold ${standing.id} already.`, { hold: standing.id });
        return presentHold(await insertHold(tx, { id: newId('hold'), mode: at.mode, interview_id: at.interview, reason, placed_by }));
      }),
    lift: (at, key) =>
      inside(at, async (tx) => {
        const interview = await lockInterview(tx, at.mode, at.interview);
        const hold = interview && (await liftHold(tx, at.interview, key));
        if (!hold) throw notFound('hold');
        const erasure = await readErasure(tx, at.mode, at.interview);
        if (erasure) await beginErasure(tx, interview, erasure.requested_by, 0);
        return presentHold(hold);
      }),
    list: (at) =>
      inside(at, async (tx) => {
        const rows = await listHolds(tx, at.mode, at.interview);
        const isKnown =
          rows.length > 0 || (await readInterview(tx, at.mode, at.interview)) !== null || (await readErasure(tx, at.mode, at.interview));
        if (!isKnown) throw notFound('interview');
        return { data: rows.map(presentHold) };
      }),
  };
}
