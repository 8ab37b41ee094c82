import type { Marker, SessionEvent } from '@interviewlm/protocol';
import type { Entry } from './timeline.js';

/** What an event looks like on the timeline; null when it deserves no mark. The server stores these, the player shows them. */
export function markerOf(event: SessionEvent, t_ms = event.t_ms): Marker | null {
  const mark = describe(event);
  return mark && { t_ms, seq: event.seq, kind: mark[0], label: mark[1] };
}

/** The marks of a recording that has none in its manifest. */
export function markersOf(entries: readonly Entry[]): Marker[] {
  return entries.flatMap(({ at, event }) => markerOf(event, at) ?? []);
}

type Mark = readonly [Marker['kind'], string];
/** A paste under this many characters is a name or a line that was moved, not worth a mark. */
const notablePaste = 40;

function describe(event: SessionEvent): Mark | null {
  switch (event.type) {
    case 'question.shown':
      return ['question', `Question ${event.data.index + 1}: ${event.data.title}`];
    case 'tests.result': {
      const { passed, failed, total } = event.data.result;
      return failed === 0 && total > 0 ? ['run_passed', `All ${total} tests passed`] : ['run_failed', `${passed} of ${total} tests passed`];
    }
    case 'chat.user':
      return ['chat', `Asked the assistant: ${shorten(event.data.text)}`];
    case 'chat.proposal':
      return ['proposal', `The assistant proposed a change to ${event.data.proposal.path}`];
    case 'session.paused':
      return ['pause', 'Paused'];
    case 'session.resumed':
      return ['resume', 'Resumed'];
    case 'session.submitted':
      return ['submit', 'Submitted'];
    case 'network.gap':
      return ['gap', `Not recorded for ${Math.round(event.data.ms / 1000)} s (${event.data.reason})`];
    case 'integrity.paste':
      return event.data.chars >= notablePaste ? ['paste', `Pasted ${event.data.chars} characters`] : null;
    case 'integrity.blur':
      return ['blur', 'Left the page'];
    default:
      return null;
  }
}

function shorten(text: string, most = 80): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}
