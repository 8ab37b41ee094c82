import type { AdaptiveRules, Mode } from '@interviewlm/protocol';
import type { TenantTx } from './tenant-tx.js';

/** What the choice of a question looks at. */
export interface BankRow {
  id: string;
  /** 1 to 5, as its author sees it. */
  difficulty: number;
  /** As results tell, on the scale of ability; null before there were enough of them. */
  calibrated: number | null;
  family: string;
}

const lastCalibration = `(
  select c.difficulty from question_calibrations c where c.question_id = q.id order by c.id desc limit 1) as calibrated`;

type Filter = Pick<AdaptiveRules, 'runtimes' | 'concepts'>;

/**
 * The questions that may be chosen: those of `pool`, or where it is empty the whole bank of this mode, of each slug the newest. Those that
 * build on another's solution are none. In the order of their ids.
 */
export async function readBank(tx: TenantTx, mode: Mode, pool: readonly string[], { runtimes, concepts }: Filter): Promise<BankRow[]> {
  const newest = tx
    .sql('questions')
    .where({ mode })
    .modify(
      (query) => void (pool.length > 0 ? query.whereIn('id', [...pool]) : query.distinctOn('slug').orderBy('slug').orderBy('id', 'desc')),
    )
    .select('id', 'slug', 'difficulty', 'runtime', 'concepts', tx.sql.raw('coalesce(family, slug) as family'));
  return tx
    .sql(newest.whereNull('follows').as('q'))
    .modify((query) => void (runtimes.length > 0 && query.whereIn('runtime', runtimes)))
    .modify((query) => void (concepts.length > 0 && query.whereRaw('concepts && ?::text[]', [concepts])))
    .orderBy('id')
    .select<BankRow[]>('id', 'difficulty', 'family', tx.sql.raw(lastCalibration));
}

/** What builds on a question's solution, of each slug the newest, in the order of their ids. */
export async function readFollowUps(tx: TenantTx, mode: Mode, question: string): Promise<BankRow[]> {
  const newest = tx
    .sql('questions')
    .where({ mode, follows: tx.sql('questions').where({ id: question }).select('slug') })
    .distinctOn('slug')
    .orderBy('slug')
    .orderBy('id', 'desc')
    .select('id', 'difficulty', tx.sql.raw('coalesce(family, slug) as family'));
  return tx.sql(newest.as('q')).orderBy('id').select<BankRow[]>('id', 'difficulty', 'family', tx.sql.raw(lastCalibration));
}

/** The ids of what the interview's assessment chooses from; none stands for the whole bank. */
export async function readPool(tx: TenantTx, interview: string): Promise<string[]> {
  const row = await tx
    .sql('interviews as i')
    .join('assessments as a', 'a.id', 'i.assessment_id')
    .where('i.id', interview)
    .first<{ question_ids: string[] } | undefined>('a.question_ids');
  return row?.question_ids ?? [];
}

/** Every question of the mode, older versions too: answers were given to those as well. */
export async function readAllQuestions(tx: TenantTx, mode: Mode): Promise<(BankRow & { slug: string })[]> {
  return tx
    .sql('questions as q')
    .where({ mode })
    .orderBy('id')
    .select<(BankRow & { slug: string })[]>(
      'id',
      'slug',
      'difficulty',
      tx.sql.raw('coalesce(family, slug) as family'),
      tx.sql.raw(lastCalibration),
    );
}
