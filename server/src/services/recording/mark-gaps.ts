import type { Mismatch } from '@interviewlm/recording';
import { readFile } from '../../db/files.js';
import type { LogHead } from '../../db/log-heads.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { appendTo, type Unplaced } from './log.js';

/**
 * Notes in the log, at their moments, that edits before these saves are missing; with the saved text where it is still that version's. How many
 * events that made.
 */
export async function markGaps(tx: TenantTx, head: LogHead, mismatches: readonly Mismatch[]): Promise<number> {
  const events: Unplaced[] = [];
  for (const { at, write } of mismatches) {
    events.push({ t_ms: at, type: 'network.gap', data: { ms: 0, reason: 'lost' } });
    const file = await readFile(tx, head.id, write.data.path);
    if (file?.version !== write.data.version || file.sha256 !== write.data.sha256) continue;
    events.push({ t_ms: at, type: 'file.write', data: { ...write.data, content: file.content.toString('utf8') } });
  }
  await appendTo(tx, head, events);
  return events.length;
}
