import type { Recording } from '../../services/recording/index.js';
import { segmentUrl } from '../../services/recording/replay.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const replayHandlers = ({ recording }: { recording: Recording }): Pick<Handlers, 'getReplay' | 'getSegment'> => ({
  async getReplay({ actor, params }) {
    const manifest = await recording.replayManifest(at(actor, params.id));
    if (!('interview' in actor) || !actor.masked) return manifest;
    // What is in the archive tells who it was, and nobody stands between a link and its reader.
    const segments = manifest.segments.map((segment) => ({ ...segment, url: segmentUrl(params.id, segment) }));
    return { ...manifest, identity_masked: true, segments };
  },
  getSegment: ({ actor, params, query }) => recording.segmentContent(at(actor, params.id), params.first_seq, query.last_seq),
});
