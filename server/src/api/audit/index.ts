import type { Audit } from '../../services/audit/index.js';
import type { Handlers } from '../handler.js';

export const auditHandlers = ({ audit }: { audit: Audit }): Pick<Handlers, 'listAuditLog'> => ({
  listAuditLog: ({ actor, query }) => audit.list(actor, query),
});
