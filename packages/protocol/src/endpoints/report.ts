import * as report from '../resources/report.js';
import { define, interviewId } from './define.js';

export const reportEndpoints = {
  getReport: define({
    method: 'GET',
    path: '/api/interview/:id/report',
    summary: 'Scores with evidence',
    tag: 'Interviews',
    credentials: ['reviewer', 'secret'],
    params: interviewId,
    query: report.ReportQuery,
    status: 200,
    answer: report.Report,
    errors: ['not_found', 'not_yet_scored'],
  }),
  overrideScore: define({
    method: 'POST',
    path: '/api/interview/:id/report/overrides',
    summary: "Put a person's score in the place of a computed one, with the reason",
    tag: 'Interviews',
    credentials: ['reviewer', 'secret'],
    params: interviewId,
    body: report.NewOverride,
    status: 201,
    answer: report.Override,
    errors: ['not_found', 'not_yet_scored'],
  }),
  appealReport: define({
    method: 'POST',
    path: '/api/interview/:id/report/appeals',
    summary: "A candidate's objection to a score, for a person to answer",
    tag: 'Interviews',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    body: report.NewAppeal,
    status: 201,
    answer: report.Appeal,
    errors: ['not_found', 'not_yet_scored'],
  }),
};
