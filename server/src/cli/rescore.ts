import { Command } from 'commander';
import { idOf, type Report } from '@interviewlm/protocol';
import { parseEnv } from '../env.js';
import { createLog } from '../log.js';
import { openBackend } from '../main.js';
import { getReport } from '../services/scoring/review.js';
import { score } from '../services/workspace/score.js';
import { scopeOf } from './scope.js';
import { UsageError } from './usage-error.js';

interface Options {
  tenant: string;
  mode: string;
  rubric?: boolean;
}

export const rescoreCommand = () =>
  new Command('rescore')
    .description('Score a submission again from its log, answers and final runs. Earlier judgements, overrides and appeals stay.')
    .argument('<interview>', 'its id, itv_…')
    .requiredOption('--tenant <id>', 'whose it is')
    .option('--mode <mode>', 'test or live', 'live')
    .option('--rubric', 'first ask the model for what it has not judged')
    .action(rescore);

async function rescore(interview: string, options: Options): Promise<void> {
  if (!idOf('interview').safeParse(interview).success) throw new UsageError('The interview must be an id that starts with itv_');
  const env = parseEnv(process.env);
  const backend = await openBackend(env, createLog(env.logLevel));
  try {
    const at = { ...(await scopeOf(backend.knex, options)), interview };
    const before = await getReport(backend.knex, at);
    // A log that is only in the archive comes back first.
    await backend.services.recording.listEvents(at, { limit: 1 });
    if (options.rubric) await backend.services.rubric.judge(at).catch((error: unknown) => console.error(String(error)));
    print(before, await score(backend.knex, at, 'rescore'));
  } finally {
    await backend.close();
  }
}

function print(before: Report, after: Report): void {
  for (const { name, score: now, weight, confidence, rubric_version } of after.criteria) {
    const then = before.criteria.find((criterion) => criterion.name === name)?.score ?? null;
    console.log(`${name.padEnd(18)} ${change(then, now).padEnd(16)} weight ${weight}  confidence ${confidence}  ${rubric_version}`);
  }
  console.log(`${'total'.padEnd(18)} ${change(before.score, after.score)}`);
  console.log(after.formula);
}

const words = (score: number | null) => (score === null ? 'none' : String(score));
const change = (then: number | null, now: number | null) => (then === now ? `${words(now)} (same)` : `${words(then)} → ${words(now)}`);
