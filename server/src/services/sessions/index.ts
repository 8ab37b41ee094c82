import type { Knex } from 'knex';
import type { AnswerOf, NewInterview, QueryOf, Resumed, SelfStart, SubmitReceipt } from '@interviewlm/protocol';
import type { z } from 'zod';
import { countContent, listDue, listInterviews, readInterview, setHandingIn, type InterviewRow } from '../../db/interviews.js';
import { countRedemption, findLinkByHash, listLinks, revokeLink } from '../../db/links.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import type { Archiving } from '../archive/index.js';
import { hashSecret } from '../keys/format.js';
import { decodeCursor, page } from '../paging.js';
import type { At } from '../recording/index.js';
import type { Scope, SessionActor } from '../scope.js';
import { Admissions } from './admission.js';
import { begin, cancel, expireIfDue, pause, resume, type Pauser } from './clock.js';
import { createInterview, selfStart, type Created } from './create.js';
import type { SessionHooks } from './hooks.js';
import { presentLink } from './links.js';
import { requireStep } from './turn.js';
import { freeze, receipt } from './submit.js';

export type { InterviewRow } from '../../db/interviews.js';
export type { Created } from './create.js';
export type { SessionHooks } from './hooks.js';

/** The life of interviews, from invitation to submission. */
export interface Sessions {
  create(scope: Scope, body: NewInterview): Promise<Created>;
  selfStart(scope: Scope, body: SelfStart): Promise<Created>;
  get(at: At): Promise<InterviewRow>;
  list<T>(
    scope: Scope,
    query: QueryOf<'listInterviews'>,
    present: (row: InterviewRow) => T,
  ): Promise<{ data: T[]; has_more: boolean; next_cursor: string | null }>;
  /** Whose an invite or share code is, and counts its use: 404 for one that is wrong, expired, revoked or of another interview. */
  redeem(interview: string, code: string): Promise<SessionActor>;
  links(at: At): Promise<AnswerOf<'listLinks'>>;
  revokeLink(at: At, link: string): Promise<void>;
  /** Before someone works on it: starts the clock the first time (`begins`), ends the interview when its time is over. */
  admit(at: At, begins: boolean): Promise<void>;
  pause(at: At, by: Pauser): Promise<InterviewRow>;
  resume(at: At): Promise<{ row: InterviewRow; restored: z.infer<typeof Resumed>['restored'] }>;
  submit(at: At): Promise<SubmitReceipt>;
  /** Ends an interview that nobody wants any more; one that was submitted stays as it is. */
  cancel(at: At): Promise<void>;
  /** Scores a submission that has no score yet, and leaves every other interview alone. */
  score(at: At): Promise<void>;
  /** Ends every interview whose time is over, of any tenant; how many there were. */
  expireDue(): Promise<number>;
}

export interface SessionDeps {
  readonly knex: Knex;
  readonly hooks: SessionHooks;
  readonly archiving: Pick<Archiving, 'owe' | 'thaw'>;
  /** Makes a durable note to score the submission later, should this process not live to do it. May come to nothing. */
  readonly noteScoring: (at: At) => Promise<void>;
  /** For what fails after the turn is durable. */
  readonly onError: (error: unknown) => void;
}

const dueAtOnce = 100;
/** Longer than a submission takes. One whose process died in the middle keeps the candidate from the terminal for so long. */
const handingIn_s = 30;

export function createSessions({ knex, hooks, archiving, noteScoring, onError }: SessionDeps): Sessions {
  const admissions = new Admissions();
  const inside = <T>(scope: Scope, work: Parameters<typeof withTenant<T>>[2]) => withTenant(knex, scope.tenant, work);
  const find = async (at: At): Promise<InterviewRow> => {
    const row = await readInterview(tenantReads(knex, at.tenant), at.mode, at.interview);
    if (!row) throw notFound('interview');
    return row;
  };
  const end = async (at: At, ends: typeof expireIfDue): Promise<boolean> => {
    const ended = await inside(at, async (tx) => {
      if (!(await ends(tx, at))) return false;
      await archiving.owe(tx, at.interview);
      return true;
    });
    if (ended) await hooks.afterExpire(at).catch(onError);
    return ended;
  };

  return {
    create: (scope, body) => inside(scope, (tx) => createInterview(tx, scope, body)),
    selfStart: (scope, body) => inside(scope, (tx) => selfStart(tx, scope, body)),
    get: find,
    list: async (scope, { cursor, ...query }, present) => {
      const before = decodeCursor('interview', cursor);
      const asked = { ...query, limit: query.limit + 1, ...(before && { before }) };
      const rows = await listInterviews(tenantReads(knex, scope.tenant), scope.mode, asked);
      return page(rows, query.limit, present);
    },
    async redeem(interview, code) {
      const link = await findLinkByHash(knex, interview, hashSecret(code));
      if (!link) throw notFound('code');
      await withTenant(knex, link.tenant_id, (tx) => countRedemption(tx, link.id));
      return { kind: link.role, interview, tenant: link.tenant_id, mode: link.mode, link: link.id };
    },
    async links(at) {
      await find(at);
      return { data: (await inside(at, (tx) => listLinks(tx, at.interview))).map(presentLink) };
    },
    async revokeLink(at, link) {
      await find(at);
      if (!(await inside(at, (tx) => revokeLink(tx, at.interview, link)))) throw notFound('link');
    },
    async admit(at, begins) {
      if (admissions.isFresh(at.interview)) return;
      let row = await find(at);
      if (row.due) {
        await end(at, expireIfDue);
        return;
      }
      if (row.status === 'created' && begins) {
        if (await inside(at, (tx) => begin(tx, at, hooks))) hooks.afterBegin(at);
        row = await find(at);
      }
      if (row.running) admissions.remember(at.interview, row.limit_ms - row.elapsed_ms);
    },
    async pause(at, by) {
      await inside(at, (tx) => pause(tx, at, by));
      await hooks.afterPause(at).catch(onError);
      return find(at);
    },
    async resume(at) {
      await inside(at, (tx) => resume(tx, at));
      const [content, sandbox, row] = await Promise.all([
        inside(at, (tx) => countContent(tx, at.interview)),
        hooks.afterResume(at),
        find(at),
      ]);
      return { row, restored: { ...content, sandbox } };
    },
    async submit(at) {
      requireStep((await find(at)).status, 'submit');
      await inside(at, (tx) => setHandingIn(tx, at.interview, handingIn_s));
      try {
        await Promise.all([hooks.beforeSubmit(at), noteScoring(at), archiving.thaw(at)]);
        await inside(at, async (tx) => {
          await freeze(tx, at, hooks);
          await archiving.owe(tx, at.interview);
        });
      } catch (error) {
        await inside(at, (tx) => setHandingIn(tx, at.interview, 0)).catch(onError);
        throw error;
      }
      return receipt(knex, at, hooks.afterSubmit(at).catch(onError));
    },
    async cancel(at) {
      await end(at, cancel);
    },
    async score(at) {
      if ((await find(at)).status === 'submitted') await hooks.afterSubmit(at);
    },
    async expireDue() {
      const due = await listDue(knex, dueAtOnce);
      const ended = await Promise.all(due.map(({ id, tenant_id, mode }) => end({ tenant: tenant_id, mode, interview: id }, expireIfDue)));
      return ended.filter(Boolean).length;
    },
  };
}
