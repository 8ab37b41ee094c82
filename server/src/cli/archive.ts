import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { idOf, pathProblem } from '@interviewlm/protocol';
import { parseEnv } from '../env.js';
import { createLog } from '../log.js';
import { openBackend } from '../main.js';
import { scopeOf } from './scope.js';
import { UsageError } from './usage-error.js';

interface Options {
  tenant: string;
  mode: string;
}

export const archiveCommand = () =>
  new Command('archive')
    .description('Interviews that have ended.')
    .addCommand(
      new Command('restore')
        .description('Write the files of an archived interview to an empty folder, checked against their hash.')
        .argument('<interview>', 'its id, itv_…')
        .argument('<folder>', 'is made when it is not there')
        .requiredOption('--tenant <id>', 'whose it is')
        .option('--mode <mode>', 'test or live', 'live')
        .action(restore),
    );

async function restore(interview: string, folder: string, options: Options): Promise<void> {
  if (!idOf('interview').safeParse(interview).success) throw new UsageError('The interview must be an id that starts with itv_');
  const target = resolve(folder);
  await mkdir(target, { recursive: true });
  if ((await readdir(target)).length > 0) throw new UsageError(`${target} is not empty`);
  const env = parseEnv(process.env);
  const backend = await openBackend(env, createLog(env.logLevel));
  try {
    const scope = await scopeOf(backend.knex, options);
    let files = 0;
    for await (const { path, mtime_ms, content } of await backend.services.archiving.workspace({ ...scope, interview })) {
      // Names come from a candidate's terminal. They were checked on their way in; nothing is written outside by a name alone.
      const problem = pathProblem(path);
      if (problem) throw new Error(`${JSON.stringify(path)} ${problem}`);
      const file = join(target, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { flag: 'wx' });
      await utimes(file, mtime_ms / 1000, mtime_ms / 1000);
      files++;
    }
    process.stdout.write(`${files} files in ${target}\n`);
  } finally {
    await backend.close();
  }
}
