import { deleteConversation, markErased, readErased } from '../../db/erased-classes.js';
import { countErased } from '../../db/retention.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { At } from '../recording/log.js';
import { eventsAfter } from '../recording/pages.js';
import type { RetentionDeps, Rule } from './deps.js';
import { lockedIfOld } from './locked.js';

/** Erases what was said to the assistant and by it. In the log each of its events leaves its number, its time and its hash. */
export async function eraseChat(deps: RetentionDeps, at: At, { days }: Rule): Promise<void> {
  const seqs = await saidIn(deps, at);
  if (seqs.size > 0) await deps.recording.erase(at, seqs);
  await withTenant(deps.knex, at.tenant, async (tx) => {
    if (!(await lockedIfOld(tx, at, 'chat', days))) return;
    await deleteConversation(tx, at.interview);
    await markErased(tx, at.interview, 'chat');
    await countErased(tx, at.mode, 'chat', 1);
  });
}

async function saidIn({ knex, recording }: RetentionDeps, at: At): Promise<Set<number>> {
  const reads = tenantReads(knex, at.tenant);
  if ((await readErased(reads, at.interview)).recording) return new Set();
  // A log that is only in the archive comes back with the first who reads it.
  await recording.listEvents(at, { limit: 1 });
  const said = await Array.fromAsync(eventsAfter(reads, at.interview, { types: ['chat.*'] }));
  return new Set(said.map(({ seq }) => seq));
}
