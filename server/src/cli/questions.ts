import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { Difficulty, idOf, RuntimeName } from '@interviewlm/protocol';
import { parseEnv } from '../env.js';
import { createLog } from '../log.js';
import { openComputers, openStructuredModel } from '../main.js';
import { calibrateBank } from '../services/questions/calibration.js';
import { generateForBank, performanceOf, type Kept } from '../services/questions/generate/keep.js';
import { readFamilies } from '../services/questions/layouts/own.js';
import { loadRuntimes } from '../services/runs/runtimes.js';
import { scopeOf } from './scope.js';
import { UsageError } from './usage-error.js';
import { withStore } from './with-store.js';

const bundled = fileURLToPath(new URL('../../assessments/', import.meta.url));

export const questionsCommand = () =>
  new Command('questions')
    .description('The bank that questions are chosen from.')
    .addCommand(
      new Command('generate')
        .description(
          'Make questions, prove each in the sandbox and keep those that hold: by the model where one is configured, else variants.',
        )
        .requiredOption('--tenant <tenant>', 'its id, ten_…')
        .option('--mode <mode>', 'test or live', 'test')
        .requiredOption('--runtime <runtime>', `the language: ${RuntimeName.options.join(', ')}`)
        .option('--difficulty <level>', '1 to 5; where an interview is named, what fits it', undefined)
        .option('--topic <words>', 'what it is about')
        .option('--interview <interview>', 'an adaptive interview whose answers so far it is to follow, itv_…')
        .option('--count <number>', 'so many', '1')
        .option('--offline', 'variants alone, without a model')
        .action(generate),
    )
    .addCommand(
      new Command('calibrate')
        .description('Estimate anew how hard questions are, from the final runs of all scored interviews.')
        .requiredOption('--tenant <tenant>', 'its id, ten_…')
        .option('--mode <mode>', 'test or live', 'live')
        .option('--least <answers>', 'a question with fewer answers stays where it is', '30')
        .option('--dry-run', 'only print what would change')
        .action(calibrate),
    );

interface GenerateOptions {
  tenant: string;
  mode: string;
  runtime: string;
  difficulty?: string;
  topic?: string;
  interview?: string;
  count: string;
  offline?: boolean;
}

async function generate(options: GenerateOptions): Promise<void> {
  const runtime = checked(RuntimeName.safeParse(options.runtime), '--runtime is a language of ours');
  const level = checked(Difficulty.optional().safeParse(options.difficulty && Number(options.difficulty)), '--difficulty is 1 to 5');
  const interview = checked(idOf('interview').optional().safeParse(options.interview), '--interview is an id that starts with itv_');
  const env = parseEnv(process.env);
  const computers = await openComputers(env, createLog('warn'));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('Stopped.')));
  try {
    await withStore(async (knex) => {
      const scope = await scopeOf(knex, options);
      const runtimes = loadRuntimes();
      const deps = {
        sandboxes: computers.for(scope.mode).sandboxes,
        runtimes,
        writer: options.offline ? null : (await openStructuredModel(env))(scope.mode),
        families: await readFamilies(bundled, runtimes),
        signal: interrupted.signal,
      };
      const known = interview ? await performanceOf(knex, { ...scope, interview }) : { performance: [], difficulty: 3 };
      const request = { ...known, topic: options.topic ?? null, runtime, ...(level !== undefined && { difficulty: level }) };
      for (let n = 0; n < wholeNumber(options.count, '--count'); n++) print(await generateForBank(knex, scope, deps, request));
    });
  } finally {
    await computers.stop();
  }
}

function print({ id, question, attempts, usage, cost_micros }: Kept): void {
  for (const { by, slug, refused } of attempts)
    console.log(`${by.padEnd(7)}  ${refused === null ? 'proven ' : 'refused'}  ${[slug, refused].filter(Boolean).join('  ')}`);
  if (cost_micros > 0) console.log(`${usage.input_tokens} tokens in, ${usage.output_tokens} out, $${(cost_micros / 1e6).toFixed(4)}`);
  console.log(id && question ? `${id}  ${question.title}` : 'Nothing was added: the bank serves what it has.');
}

async function calibrate(options: { tenant: string; mode: string; least: string; dryRun?: boolean }): Promise<void> {
  const least_answers = wholeNumber(options.least, '--least');
  await withStore(async (knex) => {
    const found = await calibrateBank(knex, await scopeOf(knex, options), { least_answers, dry: options.dryRun ?? false });
    for (const { id, slug, before, difficulty, error, answers } of found)
      console.log(`${id}  ${slug}  ${before.toFixed(2)} → ${difficulty.toFixed(2)} ± ${error.toFixed(2)}  ${answers} answers`);
    console.log(
      found.length === 0
        ? `No question has ${least_answers} answers yet.`
        : `${found.length} questions${options.dryRun ? ' would be' : ''} calibrated`,
    );
  });
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${option} is a whole number from 1`);
  return value;
}

function checked<T>(parsed: { success: true; data: T } | { success: false }, problem: string): T {
  if (!parsed.success) throw new UsageError(problem);
  return parsed.data;
}
