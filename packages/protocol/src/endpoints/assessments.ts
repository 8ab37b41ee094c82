import { z } from 'zod';
import { PageQuery } from '../common.js';
import { idOf } from '../ids.js';
import * as assessment from '../resources/assessment.js';
import { define } from './define.js';

export const assessmentsEndpoints = {
  listAssessments: define({
    method: 'GET',
    path: '/api/assessments',
    summary: 'List assessments',
    tag: 'Assessments',
    credentials: ['secret'],
    query: PageQuery.extend({ access: assessment.Access.optional() }),
    status: 200,
    answer: assessment.AssessmentPage,
    errors: [],
  }),
  createAssessment: define({
    method: 'POST',
    path: '/api/assessments',
    summary: 'Create an assessment from proven questions',
    tag: 'Assessments',
    credentials: ['secret'],
    body: assessment.NewAssessment,
    status: 201,
    answer: assessment.Assessment,
    errors: ['not_found'],
  }),
  getAssessment: define({
    method: 'GET',
    path: '/api/assessments/:id',
    summary: 'Get an assessment',
    tag: 'Assessments',
    credentials: ['secret'],
    params: z.object({ id: idOf('assessment') }),
    status: 200,
    answer: assessment.Assessment,
    errors: ['not_found'],
  }),
  getAssessmentCard: define({
    method: 'GET',
    path: '/api/assessments/:id/card',
    summary: 'The public card of an open assessment',
    tag: 'Assessments',
    credentials: ['publishable'],
    params: z.object({ id: idOf('assessment') }),
    status: 200,
    answer: assessment.AssessmentCard,
    errors: ['not_found', 'origin_not_allowed'],
  }),
};
