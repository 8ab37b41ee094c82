import type { Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

export type ClassOfInterview = 'interview' | 'recording' | 'chat' | 'report' | 'identity';
export type ClassOfRows = 'mail' | 'webhooks' | 'audit_log';

const over = (i: string) => `${i}.status in ('scored', 'archived', 'expired')`;
const ended = (i: string) => `coalesce(${i}.submitted_at, ${i}.expires_at)`;
const held = (interview: string) => `exists (select from holds h where h.interview_id = ${interview} and h.lifted_at is null)`;
const gone = (name: string) => `jsonb_exists(i.erased, '${name}')`;

/**
 * From when on a class of an interview's data counts as old, whether there is anything of it, and whether it can go now. A person is known
 * until all is over.
 */
const classes: Readonly<Record<ClassOfInterview, { since: string; there: string; ready?: string }>> = {
  interview: { since: ended('i'), there: 'true' },
  recording: {
    since: ended('i'),
    there: `exists (select from archives a where a.interview_id = i.id and (a.erasing or not ${gone('recording')}))`,
    // What is being archived would be put where it has just been deleted.
    ready: `exists (select from archives a where a.interview_id = i.id and (a.erasing or a.state <> 'due'))`,
  },
  chat: { since: ended('i'), there: `not ${gone('chat')} and exists (select from chat_messages m where m.interview_id = i.id)` },
  // Also of one that was never scored, and what somebody wrote after the report was gone.
  report: {
    since: ended('i'),
    there: `(${['judgements', 'comments', 'outcomes'].map((said) => `exists (select from ${said} s where s.interview_id = i.id)`).join(' or ')})`,
  },
  identity: {
    since: `(select max(${ended('o')}) from interviews o where o.candidate_id = i.candidate_id)`,
    there: `not ${gone('identity')} and not exists (
      select from interviews o where o.candidate_id = i.candidate_id and o.status <> 'erased' and (not ${over('o')} or ${held('o.id')}))`,
  },
};

/** Rows that hang on no interview's end. What is owed is no longer kept than that, and stays until it is done. */
const rows: Readonly<Record<ClassOfRows, { from: string; at: string; there: string }>> = {
  mail: {
    from: 'mails m join interviews i on i.id = m.interview_id',
    at: 'm.created_at',
    there: `m.mode = :mode and (m.state <> 'pending' or (m.next_at is null and ${over('i')})) and not ${held('m.interview_id')}`,
  },
  webhooks: {
    from: 'webhook_events e',
    at: 'e.created_at',
    there: `e.mode = :mode and not exists (select from webhook_deliveries d where d.event_id = e.id and d.state = 'pending')
      and not exists (select from holds h where h.lifted_at is null and strpos(e.payload, h.interview_id) > 0)`,
  },
  audit_log: { from: 'audit_log l', at: 'l.at', there: `l.mode = :mode and (l.target is null or not ${held('l.target')})` },
};

const old = (since: string) => `${since} < now() - :days * interval '1 day'`;
function due(name: ClassOfInterview): string {
  const { since, there, ready = 'true' } = classes[name];
  return `i.mode = :mode and ${over('i')} and ${old(ended('i'))} and ${old(since)} and ${there} and ${ready} and not ${held('i.id')}`;
}

/** Interviews of which a class is due, from just after the interview `after`, in the order of their ids. */
export async function listOld(
  tx: TenantTx,
  mode: Mode,
  name: ClassOfInterview,
  days: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows: found } = await tx.sql.raw<{ rows: { id: string }[] }>(
    `select i.id from interviews i where ${due(name)} and i.id > :after order by i.id limit :limit`,
    { mode, days, after, limit },
  );
  return found.map(({ id }) => id);
}

/** Whether it still is. Asked under the interview's lock, which holds come and go under. */
export async function isOld(tx: TenantTx, mode: Mode, name: ClassOfInterview, days: number, interview: string): Promise<boolean> {
  const { rows: found } = await tx.sql.raw<{ rows: unknown[] }>(`select from interviews i where i.id = :interview and ${due(name)}`, {
    interview,
    mode,
    days,
  });
  return found.length > 0;
}

/** Deletes rows that are due; how many there were. The database keeps audit entries for half a year whoever asks. */
export async function forgetRows(tx: TenantTx, mode: Mode, name: ClassOfRows, days: number, limit: number): Promise<number> {
  const values = { mode, days, limit };
  if (name === 'audit_log') {
    const { rows: counted } = await tx.sql.raw<{ rows: { count: number }[] }>(
      `select forget_audit_entries(:mode, :days * interval '1 day', :limit) as count`,
      values,
    );
    return counted[0]?.count ?? 0;
  }
  const { from, at, there } = rows[name];
  const [table, alias] = from.split(' ');
  const { rowCount } = await tx.sql.raw<{ rowCount: number | null }>(
    `delete from ${table} where id in (select ${alias}.id from ${from} where ${there} and ${old(at)} limit :limit)`,
    values,
  );
  return rowCount ?? 0;
}

export interface DueDay {
  /** `2026-11-30`, in UTC. */
  date: string;
  count: number;
}

/** How much of a class is due on which day, within so many days; what is overdue, today. */
export async function countDays(
  tx: TenantTx,
  mode: Mode,
  name: ClassOfInterview | ClassOfRows,
  days: number,
  within_days: number,
): Promise<DueDay[]> {
  const ofRows = name === 'mail' || name === 'webhooks' || name === 'audit_log';
  const { from, at, there } = ofRows
    ? rows[name]
    : {
        from: 'interviews i',
        at: classes[name].since,
        there: `i.mode = :mode and ${over('i')} and ${classes[name].there} and not ${held('i.id')}`,
      };
  const { rows: counted } = await tx.sql.raw<{ rows: DueDay[] }>(
    `select to_char(greatest(at + :days * interval '1 day', now()) at time zone 'utc', 'YYYY-MM-DD') as date, count(*) as count
     from (select ${at} as at from ${from} where ${there}) as due where at < now() + :left * interval '1 day'
     group by 1 order by 1`,
    { mode, days, left: within_days - days },
  );
  return counted;
}

export async function countHeld(tx: TenantTx, mode: Mode): Promise<number> {
  return (await tx.sql('holds').where({ mode }).whereNull('lifted_at').count<{ count: number }[]>('* as count').first())?.count ?? 0;
}
