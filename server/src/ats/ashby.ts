import { z } from 'zod';
import type { Phase, Standing } from '../services/ats/port.js';
import { route, type AtsProtocol } from './protocol.js';
import { basic, basicUser, email, id, minutes, nameOf, outgoing, sentences, text } from './words.js';

const Start = z.object({
  assessment_type_id: id,
  candidate: z.object({ ashby_id: id, first_name: text(), last_name: text(), email, ashby_profile_url: text(2000) }),
  application: z.object({ ashby_id: id }),
  job: z.object({ name: text() }).nullish(),
});

/** Ashby keeps the time of "Started", so that word is its own. */
const statuses: Readonly<Record<Phase, string>> = {
  invited: 'Invited',
  started: 'Started',
  submitted: 'Submitted',
  completed: 'Completed',
  expired: 'Expired',
  cancelled: 'Cancelled',
};

/**
 * The Assessments Framework. Each side calls the other with HTTP Basic, a key as the user name: Ashby with ours, we with Ashby's.
 * Source: developers.ashbyhq.com, "Creating an Assessments Integration".
 */
export const ashby: AtsProtocol = {
  kind: 'ashby',
  hosts: ['ashbyhq.com'],
  base_url: 'https://api.ashbyhq.com',
  needs: ['credential'],
  keepsKey: false,
  challenge: 'Basic realm="interviewlm"',
  probe: ({ base_url, credential }, exchange) =>
    exchange(outgoing('POST', `${base_url}/apiKey.info`, { authorization: basic(credential) }, {})),
  async identify({ header }, integrations) {
    const key = basicUser(header('Authorization'));
    return key === null ? null : integrations.identify('ashby', key);
  },
  refuse(error) {
    const said = sentences(error);
    // What a person in Ashby can put right is shown to them.
    if (error.code === 'invalid_request' || error.code === 'not_found') return { status: 422, body: { message: said.join(' ') } };
    return { status: error.status, body: { success: false, errors: said } };
  },
  routes: [
    route({
      method: 'POST',
      path: '/assessment.list',
      async answer({ caller, integrations }) {
        const offered = await integrations.offered(caller);
        const results = offered.map((each) => ({ assessment_type_id: each.id, name: each.title, description: each.description }));
        return { status: 200, body: { success: true, results } };
      },
    }),
    route({
      method: 'POST',
      path: '/assessment.start',
      body: Start,
      async answer({ caller, orders, body: { assessment_type_id, candidate, application, job } }) {
        const wanted = {
          // Ashby gives a start no id: the same application and assessment is the same order, until it is over.
          reference: `${application.ashby_id}:${assessment_type_id}`,
          again: true,
          person: candidate.ashby_id,
          assessment: assessment_type_id,
          candidate: { name: nameOf(candidate.first_name, candidate.last_name, candidate.email), email: candidate.email },
          details: {},
          metadata: {
            ...(candidate.ashby_profile_url && { profile: candidate.ashby_profile_url }),
            ...(job?.name && { job: job.name }),
          },
        };
        if (await orders.isBeingAssessed(caller, wanted))
          return { status: 409, body: { success: false, errors: ['The candidate is already being assessed.'] } };
        const { id: order } = await orders.place(caller, wanted);
        const update_request = updateOf(await orders.standing(caller, order));
        return { status: 200, body: { success: true, results: { assessment_id: order, update_request } } };
      },
    }),
    route({
      method: 'POST',
      path: '/assessment.cancel',
      body: z.object({ assessment_id: id }),
      async answer({ caller, orders, body: { assessment_id } }) {
        await orders.cancel(caller, assessment_id);
        return { status: 200, body: { success: true, results: { assessment_id } } };
      },
    }),
  ],
  tell: (standing, { base_url, credential }, exchange) =>
    exchange(outgoing('POST', `${base_url}/assessment.update`, { authorization: basic(credential) }, updateOf(standing))),
};

/** Ashby takes an assessment for cancelled that comes with one. */
const reasons: Partial<Record<Phase, string>> = {
  expired: 'The time was over before it was submitted.',
  cancelled: 'It was cancelled by the company.',
};

type ValueType = 'numeric_score' | 'numeric_duration_minutes' | 'url' | 'string';

const value = (identifier: string, label: string, type: ValueType, content: string | number) => ({
  identifier,
  label,
  type,
  value: content,
});

/** The body of assessment.update: the whole of what is known, so that an earlier one that comes late changes nothing by its timestamp. */
function updateOf({ order, phase, changed_at, links, score, criteria, submitted_at, elapsed_ms }: Standing) {
  const isDone = phase === 'completed';
  const result = score ? value('score', 'Score', 'numeric_score', score.value) : value('score', 'Score', 'string', 'Not scored');
  return {
    assessment_id: order,
    timestamp: changed_at.getTime(),
    assessment_status: value('status', 'Status', 'string', statuses[phase]),
    assessment_profile_url: value('report', 'Report and recording', 'url', links.replay),
    ...(isDone && { assessment_result: result }),
    ...(reasons[phase] !== undefined && {
      cancelled_reason: value('cancelled_reason', 'Reason', 'string', reasons[phase]),
    }),
    metadata: [
      ...(phase === 'invited' || phase === 'started' ? [value('candidate_link', 'Link for the candidate', 'url', links.candidate)] : []),
      ...(score ? [value('score_max', 'Maximum score', 'numeric_score', score.max)] : []),
      ...criteria.map((each) => value(each.name, each.title, 'numeric_score', each.score)),
      ...(submitted_at ? [value('duration', 'Time used', 'numeric_duration_minutes', minutes(elapsed_ms))] : []),
    ],
  };
}
