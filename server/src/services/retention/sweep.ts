import { RetentionClass } from '@interviewlm/protocol';
import { insertAuditEntry } from '../../db/audit-log.js';
import { readRetention, setNextSweep, takeCounts, type RetentionRow } from '../../db/retention.js';
import { listOld, type ClassOfInterview, type ClassOfRows } from '../../db/retention-due.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import type { At } from '../recording/log.js';
import type { Scope } from '../scope.js';
import { eraseChat } from './chat.js';
import type { RetentionDeps, Rule } from './deps.js';
import { eraseRecording } from './recording.js';
import { eraseIdentity, eraseInterview, eraseReport, forgetSome } from './rows.js';

/** Of each class in one sweep; what is more goes on at once, in the next. */
const interviewsAtOnce = 100;
const mostPages = 5;
const mostBatches = 20;
const day_s = 86_400;
const retryAfter_s = 300;

const erasers: Readonly<Record<ClassOfInterview, (deps: RetentionDeps, at: At, rule: Rule) => Promise<void>>> = {
  interview: eraseInterview,
  recording: eraseRecording,
  chat: eraseChat,
  report: eraseReport,
  identity: eraseIdentity,
};

interface Outcome {
  readonly more: boolean;
  readonly failed: boolean;
}

/**
 * Erases what is due by one tenant's policy, class by class.
 *
 * RT1 Each interview, and each batch of rows, is a transaction of its own that also counts it: what was done stays done, whoever dies.
 * RT2 Under the interview's lock it is seen again that it is due and that no hold stands on it.
 * RT3 One that fails keeps no other from being erased, and is tried again.
 * RT4 What was counted is in the audit log exactly once.
 */
export async function sweep(deps: RetentionDeps, scope: Scope): Promise<void> {
  const policy = await withTenant(deps.knex, scope.tenant, (tx) => readRetention(tx, scope.mode));
  if (!policy) return;
  const outcomes: Outcome[] = [];
  for (const name of RetentionClass.options) {
    const days = policy.days[name];
    if (days === undefined || days === null) continue;
    outcomes.push(await sweepClass(deps, scope, name, { days, set_by: policy.set_by }));
  }
  await note(deps, scope, policy, outcomes);
}

async function sweepClass(deps: RetentionDeps, scope: Scope, name: RetentionClass, rule: Rule): Promise<Outcome> {
  if (name === 'mail' || name === 'webhooks' || name === 'audit_log') return sweepRows(deps, scope, name, rule);
  let failed = false;
  let after: string | undefined = '';
  for (let pages = 0; after !== undefined && pages < mostPages; pages++) {
    const from: string = after;
    const old: string[] = await withTenant(deps.knex, scope.tenant, (tx) =>
      listOld(tx, scope.mode, name, rule.days, from, interviewsAtOnce),
    );
    for (const interview of old)
      await erasers[name](deps, { ...scope, interview }, rule).catch((error: unknown) => {
        failed = true;
        deps.onError(error, interview);
      });
    after = old.length === interviewsAtOnce ? old.at(-1) : undefined;
  }
  return { more: after !== undefined, failed };
}

async function sweepRows(deps: RetentionDeps, scope: Scope, name: ClassOfRows, rule: Rule): Promise<Outcome> {
  try {
    for (let batch = 0; batch < mostBatches; batch++)
      if (!(await forgetSome(deps, scope, name, rule))) return { more: false, failed: false };
    return { more: true, failed: false };
  } catch (error) {
    deps.onError(error);
    return { more: false, failed: true };
  }
}

const note = (deps: RetentionDeps, { tenant, mode }: Scope, policy: RetentionRow, outcomes: readonly Outcome[]): Promise<void> =>
  withTenant(deps.knex, tenant, async (tx) => {
    const details = await takeCounts(tx, mode);
    if (Object.keys(details).length > 0) {
      const actor = { actor_kind: 'retention', actor_id: policy.set_by, actor_email: null } as const;
      const entry = { action: 'sweepRetention', target: null, address: null, request_id: null, details };
      await insertAuditEntry(tx, { id: newId('audit'), mode, ...actor, ...entry });
    }
    const failed = outcomes.some((each) => each.failed);
    const more = outcomes.some((each) => each.more);
    await setNextSweep(tx, policy, failed ? retryAfter_s : more ? 0 : day_s);
  });
