import { createHash } from 'node:crypto';
import { twoPlaces } from '@interviewlm/recording';
import { estimate, information, type Estimate, type Item, type Response } from './model.js';

export interface SelectionRules {
  /** Enough is known when the standard error is at most this. */
  readonly target_error: number;
  readonly max_questions: number;
  /** Chosen among so many of the most telling ones, so that the best question isn't everyone's first. */
  readonly spread: number;
  /** A question that a larger share of candidates would have seen rests, while others are left. */
  readonly max_exposure: number;
}

export const usualRules: SelectionRules = { target_error: 0.37, max_questions: 8, spread: 3, max_exposure: 0.4 };

/** How often each question was shown, among how many interviews; the one that is being asked counts among them. */
export interface Exposure {
  readonly interviews: number;
  readonly shown: ReadonlyMap<string, number>;
}

/** What was decided and why: kept with the interview, and shown to those who review it. */
export interface Selection extends Estimate {
  /** Null when no more is asked. */
  readonly question: Item | null;
  /** A sentence for people. */
  readonly reason: string;
  /** The questions it was chosen among, with what each would tell. */
  readonly among: readonly { readonly item: Item; readonly information: number }[];
  /** So many could have been chosen, had not too many seen them. */
  readonly resting: number;
}

/**
 * AD1 Ability is estimated from all answers so far (EAP, standard normal prior); the most telling questions at that ability are those of
 *     the highest Fisher information.
 * AD2 Of the `spread` most telling ones one is taken, by a hash of the interview and the place: the same again for the same interview,
 *     another for the next.
 * AD3 A question that more than `max_exposure` of the interviews would have seen, this one included, is left out while another one is left.
 *     Below ten interviews a share says nothing yet.
 * AD4 It ends when the standard error is at most `target_error`, after `max_questions`, or when none is left.
 * AD5 Of a family one question is asked.
 */
export function selectNext(
  interview: string,
  bank: readonly Item[],
  responses: readonly Response[],
  exposure: Exposure,
  rules: SelectionRules = usualRules,
): Selection {
  const now = estimate(responses);
  const stop = (reason: string): Selection => ({ ...now, question: null, reason, among: [], resting: 0 });
  if (responses.length >= rules.max_questions) return stop(`${counted(rules.max_questions)} asked, as many as this assessment has.`);
  if (responses.length > 0 && now.error <= rules.target_error)
    return stop(`The standard error of ${twoPlaces(now.error)} is at most ${rules.target_error}: more questions would tell little.`);
  const asked = new Set(responses.flatMap(({ item: { id, family } }) => [id, ...(family === undefined ? [] : [family])]));
  const left = bank.filter(({ id, family }) => !asked.has(id) && !(family !== undefined && asked.has(family)));
  if (left.length === 0) return stop('No question is left.');
  const rested = left.filter(({ id }) => shareWith(id, exposure) <= rules.max_exposure);
  const among = (rested.length > 0 ? rested : left)
    .map((item) => ({ item, information: information(item, now.ability) }))
    .sort((a, b) => b.information - a.information || (a.item.id < b.item.id ? -1 : 1))
    .slice(0, rules.spread);
  const question = among[placeOf(interview, responses.length, among.length)]?.item ?? null;
  const resting = left.length - rested.length;
  const which = among.length === 1 ? 'The question that tells' : `One of the ${among.length} questions that tell`;
  const reason = `${which} most at an ability of ${twoPlaces(now.ability)} ± ${twoPlaces(now.error)}${resting > 0 ? `; ${resting} rest because many have seen them` : ''}.`;
  return { ...now, question, reason, among, resting };
}

/** What a follow-up must tell, of what the most telling other question would: what was built is worth going on with. */
const worthFollowing = 0.5;

/**
 * FU1 A solved question is followed by one that builds on its solution, where there is one: of several the one that tells most at the ability
 *     so far, so that the stronger are asked the harder.
 * FU2 Where another question would tell more than twice as much (`other`), that one is asked: null. In a fixed order there is no other.
 */
export function followUpOf(building: readonly Item[], responses: readonly Response[], other = 0): Selection | null {
  const now = estimate(responses);
  const among = building
    .map((item) => ({ item, information: information(item, now.ability) }))
    .sort((a, b) => b.information - a.information || (a.item.id < b.item.id ? -1 : 1));
  const [first] = among;
  if (!first || first.information < worthFollowing * other) return null;
  const of = among.length === 1 ? '' : `, of ${among.length} the one that tells most`;
  const reason = `Builds on the solution before, which passed all of its tests${of} at an ability of ${twoPlaces(now.ability)} ± ${twoPlaces(now.error)}.`;
  return { ...now, question: first.item, reason, among, resting: 0 };
}

/** Which of so many is taken for an interview's question of this place, from 0 (AD2). */
export const placeOf = (interview: string, index: number, of: number): number =>
  createHash('sha256').update(`${interview} ${index}`).digest().readUInt32BE(0) % of;

const counted = (questions: number) => (questions === 1 ? 'One question was' : `${questions} questions were`);

/** The share that have seen it once this interview has, too: a share of those until now would be overrun by the one who is next. */
const shareWith = (id: string, { interviews, shown }: Exposure) => (interviews < 10 ? 0 : ((shown.get(id) ?? 0) + 1) / interviews);
