import { z } from 'zod';
import { define } from './define.js';

export const serviceEndpoints = {
  health: define({
    method: 'GET',
    path: '/healthz',
    summary: 'The process runs',
    tag: 'Service',
    credentials: ['public'],
    status: 200,
    answer: z.object({ status: z.literal('ok') }),
    errors: [],
  }),
  ready: define({
    method: 'GET',
    path: '/readyz',
    summary: 'The process can serve: database and sandbox answer',
    tag: 'Service',
    credentials: ['public'],
    status: 200,
    answer: z.object({ status: z.literal('ready'), checks: z.record(z.string(), z.string()) }),
    errors: ['shutting_down'],
  }),
};
