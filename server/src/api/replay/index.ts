import type { Recording } from '../../services/recording/index.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const replayHandlers = ({ recording }: { recording: Recording }): Pick<Handlers, 'getReplay' | 'getSegment'> => ({
  getReplay: ({ actor, params }) => recording.replayManifest(at(actor, params.id)),
  getSegment: async ({ actor, params }) => ({ events: await recording.segmentEvents(at(actor, params.id), params.first_seq) }),
});
