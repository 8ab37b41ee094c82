import * as usage from '../resources/usage.js';
import { define } from './define.js';

export const usageEndpoints = {
  getUsage: define({
    method: 'GET',
    path: '/api/usage',
    summary: 'What was used and what it costs, by interview or by day',
    tag: 'Usage',
    credentials: ['secret'],
    query: usage.UsageQuery,
    status: 200,
    answer: usage.UsagePage,
    errors: [],
  }),
};
