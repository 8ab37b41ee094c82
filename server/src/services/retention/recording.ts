import { lockArchive } from '../../db/archives.js';
import { beginErasingArchive, deleteRecording, markErased } from '../../db/erased-classes.js';
import { countErased } from '../../db/retention.js';
import { withTenant } from '../../db/tenant-tx.js';
import { countVolume } from '../archive/keep.js';
import { deleteOutside } from '../archive/delete-outside.js';
import type { At } from '../recording/log.js';
import type { RetentionDeps, Rule } from './deps.js';
import { lockedIfOld } from './locked.js';

/**
 * Erases what the candidate did. As for a whole interview it is gone for everyone at once, then what is outside goes, and the rows last; who
 * comes after a crash goes on. A hold that is placed in the middle keeps what is left.
 */
export async function eraseRecording(deps: RetentionDeps, at: At, { days }: Rule): Promise<void> {
  const begun = await withTenant(deps.knex, at.tenant, async (tx) => {
    const interview = await lockedIfOld(tx, at, 'recording', days);
    const archive = interview && (await lockArchive(tx, at.interview));
    // Who archives it at this moment would put things where they have just been deleted: the next sweep finds it.
    if (!archive || (archive.claimed_until && archive.claimed_until > new Date())) return null;
    await beginErasingArchive(tx, at.interview);
    await markErased(tx, at.interview, 'recording');
    return { ...at, created_at: interview.created_at };
  });
  if (!begun) return;
  await deleteOutside({ archive: deps.archive, volumes: deps.computerFor(at.mode).volumes }, begun);
  await withTenant(deps.knex, at.tenant, async (tx) => {
    if (!(await lockedIfOld(tx, at, 'recording', days))) return;
    await countVolume(tx, at);
    await deleteRecording(tx, at.interview);
    await countErased(tx, at.mode, 'recording', 1);
  });
}
