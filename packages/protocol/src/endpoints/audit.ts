import * as audit from '../resources/audit.js';
import { define } from './define.js';

export const auditEndpoints = {
  listAuditLog: define({
    method: 'GET',
    path: '/api/audit-log',
    summary: 'Who changed what and who looked at a judgement, newest first',
    tag: 'Audit log',
    credentials: ['secret'],
    query: audit.AuditQuery,
    status: 200,
    answer: audit.AuditPage,
    errors: [],
  }),
};
