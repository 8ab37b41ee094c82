import type { ReportCharts, SessionEvent } from '@interviewlm/protocol';
import { editDensity, type Entry } from '@interviewlm/recording';
import { round } from './evidence.js';
import type { Findings } from './findings.js';
import type { OwnWork } from './own-work.js';

const parts = 60;
/** A paste under this many characters is a name or a line that was moved. */
const notablePaste = 80;

/** What the report's charts are drawn from. */
export function chartsOf({ suppressed }: Findings, entries: readonly Entry[], { provenance }: OwnWork): ReportCharts {
  const duration_ms = entries.reduce((latest, { at }) => Math.max(latest, at), 0);
  const moments = entries.flatMap(({ at, event }) => {
    const kind = kindOf(event);
    return kind && !(kind === 'paste' && suppressed.includes('paste')) ? [{ t_ms: at, kind }] : [];
  });
  const runs = entries.flatMap(({ at, event }) =>
    event.type === 'tests.result' && !event.data.result.runner_missing
      ? [{ t_ms: at, passed: event.data.result.passed, total: event.data.result.total, kind: event.data.kind }]
      : [],
  );
  return { duration_ms, activity: [...editDensity(entries, duration_ms, parts)].map(round), runs, moments, provenance };
}

function kindOf(event: SessionEvent): ReportCharts['moments'][number]['kind'] | null {
  if (event.type === 'question.shown') return 'question';
  if (event.type === 'chat.user') return 'prompt';
  if (event.type === 'chat.decision') return event.data.accepted ? 'accepted' : null;
  if (event.type !== 'editor.edit' || event.data.origin !== 'paste') return null;
  return event.data.changes.some(([, , inserted]) => inserted.length >= notablePaste) ? 'paste' : null;
}
