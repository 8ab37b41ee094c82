import type { Client } from '@interviewlm/client';
import { getLocale } from '@interviewlm/ui';

/**
 * The wordings of what candidates are told before they begin. Other words are another version: whoever reads in a record that one was
 * shown must be able to find what that said (docs/NOTICES.md). The tests hold each version to its words.
 */
export const noticeVersions = { hosted: 'hosted-2', apply: 'apply-2' } as const;

/** Notes that the candidate went on from a notice which has been on the screen since `shown_at`, on the clock of `performance.now`. */
export async function acceptNotice(client: Client, interview: string, version: string, shown_at: number): Promise<void> {
  const shown_for_ms = Math.max(0, Math.round(performance.now() - shown_at));
  await client.call('acceptNotice', { params: { id: interview }, body: { version, locale: getLocale(), shown_for_ms } });
}
