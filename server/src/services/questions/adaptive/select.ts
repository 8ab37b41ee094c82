import { createHash } from 'node:crypto';
import { estimate, information, type Estimate, type Item, type Response } from './model.js';

export interface SelectionRules {
  /** Enough is known when the standard error is at most this. */
  readonly target_error: number;
  readonly max_questions: number;
  /** Chosen among so many of the most telling ones, so that the best question isn't everyone's first. */
  readonly spread: number;
  /** A question that so large a share of candidates has seen rests, while others are left. */
  readonly max_exposure: number;
}

export const usualRules: SelectionRules = { target_error: 0.37, max_questions: 8, spread: 3, max_exposure: 0.4 };

/** How often each question was shown, among how many interviews. */
export interface Exposure {
  readonly interviews: number;
  readonly shown: ReadonlyMap<string, number>;
}

/** What was decided and why: kept with the interview, and shown to those who review it. */
export interface Selection extends Estimate {
  /** Null when no more is asked. */
  readonly question: string | null;
  /** A sentence for people. */
  readonly reason: string;
  /** The questions it was chosen among, with what each would tell. */
  readonly among: readonly { readonly question: string; readonly information: number }[];
}

/**
 * AD1 Ability is estimated from all answers so far (EAP, standard normal prior); the most telling questions at that ability are those of
 *     the highest Fisher information.
 * AD2 Of the `spread` most telling ones one is taken, by a hash of the interview and the place: the same again for the same interview,
 *     another for the next.
 * AD3 A question that more than `max_exposure` of the interviews have seen is left out while another one is left. Below ten interviews a
 *     share says nothing yet.
 * AD4 It ends when the standard error is at most `target_error`, after `max_questions`, or when none is left.
 */
export function selectNext(
  interview: string,
  bank: readonly Item[],
  responses: readonly Response[],
  exposure: Exposure,
  rules: SelectionRules = usualRules,
): Selection {
  const now = estimate(responses);
  const stop = (reason: string): Selection => ({ ...now, question: null, reason, among: [] });
  if (responses.length >= rules.max_questions) return stop(`${rules.max_questions} questions were asked, as many as this assessment has.`);
  if (responses.length > 0 && now.error <= rules.target_error)
    return stop(`The standard error of ${now.error.toFixed(2)} is at most ${rules.target_error}: more questions would tell little.`);
  const asked = new Set(responses.map(({ item }) => item.id));
  const left = bank.filter(({ id }) => !asked.has(id));
  if (left.length === 0) return stop('No question is left.');
  const rested = left.filter(({ id }) => shareOf(id, exposure) <= rules.max_exposure);
  const ranked = (rested.length > 0 ? rested : left)
    .map((item) => ({ question: item.id, information: information(item, now.ability) }))
    .sort((a, b) => b.information - a.information || a.question.localeCompare(b.question));
  const among = ranked.slice(0, rules.spread);
  const question = among[pick(`${interview} ${responses.length}`, among.length)]?.question ?? null;
  const resting = left.length - rested.length;
  const reason = `One of the ${among.length} questions that tell most at an ability of ${now.ability.toFixed(2)} ± ${now.error.toFixed(2)}${resting > 0 ? `; ${resting} rest because many have seen them` : ''}.`;
  return { ...now, question, reason, among };
}

const shareOf = (id: string, { interviews, shown }: Exposure) => (interviews < 10 ? 0 : (shown.get(id) ?? 0) / interviews);

const pick = (seed: string, of: number) => createHash('sha256').update(seed).digest().readUInt32BE(0) % of;
