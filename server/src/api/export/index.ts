import type { Exporting } from '../../services/export/index.js';
import { at } from '../at.js';
import { Download, type Handlers } from '../handler.js';

export const exportHandlers = ({ exporting }: { exporting: Exporting }): Pick<Handlers, 'exportInterview'> => ({
  exportInterview: async ({ actor, params }) => new Download(await exporting.bundle(at(actor, params.id)), `${params.id}.tar`),
});
