import { Command, CommanderError } from 'commander';
import { EnvError } from '../env.js';
import { archiveCommand } from './archive.js';
import { assessmentsCommand } from './assessments.js';
import { encryptionCommand } from './encryption.js';
import { erasureCommand } from './erasure.js';
import { exportCommand } from './export.js';
import { keysCommand } from './keys.js';
import { membersCommand } from './members.js';
import { migrateCommand } from './migrate.js';
import { questionsCommand } from './questions.js';
import { rescoreCommand } from './rescore.js';
import { startCommand } from './start.js';
import { tenantsCommand } from './tenants.js';
import { UsageError } from './usage-error.js';
import { volumesCommand } from './volumes.js';
import { workerCommand } from './worker.js';

/** The `interviewlm` command. Exit codes: 0 done, 1 failed, 2 not understood. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('interviewlm')
    .description('AI-assisted coding interviews that live inside other products.')
    .addHelpText('after', '\nConfiguration is by environment variables; with none at all everything is embedded, under DATA_DIR (.data).')
    .addCommand(startCommand())
    .addCommand(workerCommand())
    .addCommand(migrateCommand())
    .addCommand(tenantsCommand())
    .addCommand(keysCommand())
    .addCommand(membersCommand())
    .addCommand(assessmentsCommand())
    .addCommand(questionsCommand())
    .addCommand(archiveCommand())
    .addCommand(volumesCommand())
    .addCommand(exportCommand())
    .addCommand(erasureCommand())
    .addCommand(encryptionCommand())
    .addCommand(rescoreCommand());
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) command.exitOverride();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  process.exitCode = error instanceof UsageError ? 2 : 1;
  const expected = error instanceof UsageError || error instanceof EnvError || !(error instanceof Error);
  console.error(expected ? String(error instanceof Error ? error.message : error) : error.stack);
}
