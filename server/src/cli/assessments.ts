import { Command } from 'commander';
import { parseEnv } from '../env.js';
import { createLog } from '../log.js';
import { openComputers } from '../main.js';
import { createAssessments } from '../services/assessments/index.js';
import { keepImport } from '../services/assessments/keep.js';
import { importDirectory, type ImportStep } from '../services/questions/import.js';
import { scopeOf } from './scope.js';
import { withStore } from './with-store.js';

export const assessmentsCommand = () =>
  new Command('assessments')
    .description('What candidates are asked.')
    .addCommand(
      new Command('import')
        .description('Prove every exercise of a folder in the sandbox, and keep those that hold: our own layout, or an Exercism track.')
        .argument('<dir>', 'the folder')
        .requiredOption('--tenant <tenant>', 'its id, ten_…')
        .option('--mode <mode>', 'test or live', 'test')
        .option('--thorough', 'also try the tests: three mutants of each reference must fail, nothing may be flaky, slow or trivial')
        .option('--json', 'print one JSON object at the end instead of lines')
        .action(importFolder),
    );

interface ImportOptions {
  tenant: string;
  mode: string;
  json?: boolean;
  thorough?: boolean;
}

async function importFolder(dir: string, options: ImportOptions): Promise<void> {
  const env = parseEnv(process.env);
  const computers = await openComputers(env, createLog('warn'));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('Stopped before the end: nothing was kept.')));
  try {
    await withStore(async (knex) => {
      const scope = await scopeOf(knex, options);
      const { sandboxes } = computers.for(scope.mode);
      const onProgress = options.json ? () => undefined : printStep;
      const found = await importDirectory({ dir, sandboxes, signal: interrupted.signal, onProgress, thorough: options.thorough ?? false });
      const { assessments, questions } = await keepImport(knex, createAssessments(knex), scope, found);
      const made = assessments.map(({ id, title }) => ({ id, title }));
      if (options.json)
        console.log(JSON.stringify({ questions: Object.fromEntries(questions), rejected: found.rejected, assessments: made }));
      else printSummary(found.accepted.length, found.rejected.length, made);
    });
  } finally {
    await computers.stop();
  }
}

function printStep({ slug, done, total, reason, duration_ms }: ImportStep): void {
  console.log(
    `${String(done).padStart(String(total).length)}/${total}  ${reason === null ? 'accepted' : 'rejected'}  ${slug}  ${duration_ms} ms${reason === null ? '' : `  ${reason}`}`,
  );
}

function printSummary(accepted: number, rejected: number, made: readonly { id: string; title: string }[]): void {
  console.log(`${accepted} accepted, ${rejected} rejected`);
  for (const { id, title } of made) console.log(`${id}  ${title}`);
}
