import type { Recording } from '../../services/recording/index.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const replayHandlers = ({ recording }: { recording: Recording }): Pick<Handlers, 'getReplay' | 'getSegment'> => ({
  getReplay: ({ actor, params }) => recording.replayManifest(at(actor, params.id)),
  getSegment: ({ actor, params, query }) => recording.segmentContent(at(actor, params.id), params.first_seq, query.last_seq),
});
