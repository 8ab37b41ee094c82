import { Command } from 'commander';
import { parseEnv } from '../env.js';
import { createLog } from '../log.js';
import { openBackend } from '../main.js';
import type { FoundOrphan } from '../services/volumes/reconcile.js';

interface Options {
  dryRun?: boolean;
  takeOver?: boolean;
}

export const volumesCommand = () =>
  new Command('volumes')
    .description('What interviews keep where their code runs.')
    .addCommand(
      new Command('reconcile')
        .description(
          'Remove volumes and sandboxes that no interview wants, once their grace is over: a day where the database knows no such interview, an hour where it is over.',
        )
        .option('--dry-run', 'only say what would be done')
        .option('--take-over', 'the namespace belongs to this database, whichever one used it before')
        .action(reconcile),
    );

async function reconcile({ dryRun = false, takeOver = false }: Options): Promise<void> {
  const env = parseEnv(process.env);
  const backend = await openBackend(env, createLog(env.logLevel));
  try {
    const { kept, removed, waiting, disputed, failed } = await backend.services.reconciling.reconcile({ dryRun, takeOver });
    const lines = [
      ...removed.map((orphan) => line(dryRun ? 'would be removed' : 'removed', orphan)),
      ...waiting.map((orphan) => line(`waits until ${orphan.due.toISOString()}`, orphan)),
      ...disputed.map((orphan) => line('left alone', orphan)),
      ...failed.map((orphan) => line('could not be removed', orphan)),
      `${kept} kept, ${removed.length} ${dryRun ? 'to be removed' : 'removed'}, ${waiting.length} waiting, ${disputed.length} left alone, ${failed.length} failed`,
    ];
    if (disputed.length > 0)
      lines.push(
        'Another database’s servers use this namespace too. Give each a MODAL_VOLUME_NAMESPACE of its own, or run this with --take-over.',
      );
    process.stdout.write(`${lines.join('\n')}\n`);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await backend.close();
  }
}

const line = (fate: string, { kind, name, why }: FoundOrphan): string => `${kind} ${name} (${reasons[why]}): ${fate}`;

const reasons: Readonly<Record<FoundOrphan['why'], string>> = {
  unknown: 'not in the database',
  erased: 'its interview was erased',
  archived: 'it is in the archive',
  over: 'its interview is over',
};
