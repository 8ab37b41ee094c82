import { applyAll, emptyState, type Entry, type ReplayState } from '@interviewlm/recording';
import type { Commit } from './git.js';

export interface Times {
  readonly started_at: Date;
  /** When each snapshot was taken. */
  readonly snapshots: ReadonlyMap<string, Date>;
}

/**
 * The workspace's history: what the question gave, a commit for each snapshot, and the files as they are now when that is something
 * else. `files` are those, with what no log of texts can hold.
 */
export function historyOf(entries: readonly Entry[], files: ReadonlyMap<string, Uint8Array>, times: Times): Commit[] {
  const commits: Commit[] = [];
  let state = emptyState;
  let applied = 0;
  for (const [index, { event }] of entries.entries()) {
    if (event.type !== 'session.started' && event.type !== 'snapshot') continue;
    state = applyAll(state, entries, applied, index + 1);
    applied = index + 1;
    const snapshot = event.type === 'snapshot' ? event.data : null;
    const time = (snapshot && times.snapshots.get(snapshot.id)) ?? new Date(times.started_at.getTime() + event.t_ms);
    commits.push({ files: textsOf(state), message: snapshot ? `${snapshot.reason}\n\nSnapshot ${snapshot.id}` : 'Starter', time });
  }
  const last = commits.at(-1);
  if (last && isSame(last.files, files)) return commits;
  const until = entries.at(-1)?.at ?? 0;
  const time = new Date(Math.max(last?.time.getTime() ?? 0, times.started_at.getTime() + until));
  return [...commits, { files, message: 'The workspace as it was left', time }];
}

const textsOf = ({ files }: ReplayState) => new Map([...files].map(([path, { content }]) => [path, Buffer.from(content)]));

const isSame = (a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>) =>
  a.size === b.size && [...a].every(([path, content]) => Buffer.from(content).equals(b.get(path) ?? Buffer.alloc(0)) && b.has(path));
