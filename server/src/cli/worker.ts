import { Command } from 'commander';
import { parseEnv } from '../env.js';
import { createLog } from '../log.js';
import { openBackend } from '../main.js';
import { untilStopped } from './until-stopped.js';

export const workerCommand = () =>
  new Command('worker').description('Do the work of the queue without serving requests: scoring, expiry.').action(async () => {
    const env = parseEnv(process.env);
    const log = createLog(env.logLevel);
    const backend = await openBackend(env, log);
    await backend.work();
    log.info('working');
    await untilStopped(log, () => backend.close());
  });
