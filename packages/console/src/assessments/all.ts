import type { Assessment, ConsoleSession } from '@interviewlm/protocol';
import { api } from '../api.js';
import { may } from '../session.js';

/** Every assessment, page by page, for choices; none where the session may not read them. */
export async function allAssessments(session: ConsoleSession, signal: AbortSignal): Promise<Assessment[]> {
  if (!may(session, 'assessments:read')) return [];
  const all: Assessment[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call('listAssessments', { query: { limit: 100, ...(cursor !== undefined && { cursor }) }, signal });
    all.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
