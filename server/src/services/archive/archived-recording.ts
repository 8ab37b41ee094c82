import type { Recording } from '../recording/index.js';
import type { Archiving } from './index.js';

/** The same log, also of interviews whose log is only in the archive. */
export function archivedRecording(recording: Recording, archiving: Pick<Archiving, 'thaw' | 'coldSegments'>): Recording {
  return {
    ...recording,
    async listEvents(at, query) {
      await archiving.thaw(at);
      return recording.listEvents(at, query);
    },
    async *follow(at, after, signal) {
      await archiving.thaw(at);
      yield* recording.follow(at, after, signal);
    },
    async segmentContent(at, first_seq, last_seq) {
      await archiving.thaw(at);
      return recording.segmentContent(at, first_seq, last_seq);
    },
    /** A replay reads the segments from the archive itself. */
    async replayManifest(at) {
      const manifest = await recording.replayManifest(at);
      const segments = await archiving.coldSegments(at);
      // Somebody put the log back between the two looks: it is in the database now.
      if (!segments) return manifest.segments.length === 0 && manifest.last_seq > 0 ? recording.replayManifest(at) : manifest;
      return { ...manifest, segments, duration_ms: Math.max(manifest.duration_ms, ...segments.map(({ to_ms }) => to_ms)) };
    },
  };
}
