import * as fairness from '../resources/fairness.js';
import { define, interviewId } from './define.js';

export const fairnessEndpoints = {
  identifySelf: define({
    method: 'PUT',
    path: '/api/interview/:id/self-identification',
    summary: 'What a candidate says of themself, for the count of adverse impact alone; nobody can read it',
    tag: 'Interviews',
    credentials: ['candidate'],
    params: interviewId,
    body: fairness.SelfIdentification,
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),
  decideOutcome: define({
    method: 'PUT',
    path: '/api/interview/:id/outcome',
    summary: 'What people decided about a candidate, for the count of adverse impact',
    tag: 'Interviews',
    credentials: ['secret'],
    params: interviewId,
    body: fairness.NewOutcome,
    status: 200,
    answer: fairness.Outcome,
    errors: ['not_found'],
  }),
  getAdverseImpact: define({
    method: 'GET',
    path: '/api/reports/adverse-impact.csv',
    summary: 'Scoring and selection rates and impact ratios, by sex, by ethnicity and by both',
    tag: 'Audit log',
    credentials: ['secret'],
    query: fairness.AdverseImpactQuery,
    status: 200,
    answer: null,
    media: 'text/csv',
    errors: [],
  }),
};
