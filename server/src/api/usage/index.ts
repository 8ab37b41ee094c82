import type { UsageReports } from '../../services/usage/index.js';
import type { Handlers } from '../handler.js';

export const usageHandlers = ({ usage }: { usage: UsageReports }): Pick<Handlers, 'getUsage'> => ({
  getUsage: ({ actor, query }) => usage.list(actor, query),
});
