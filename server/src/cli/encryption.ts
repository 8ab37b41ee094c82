import { Command } from 'commander';
import { parseEnv } from '../env.js';
import { countByKey, rotate } from '../services/personal/rotate.js';
import { UsageError } from './usage-error.js';
import { withStore } from './with-store.js';

export const encryptionCommand = () =>
  new Command('encryption')
    .description('Personal data in the database, sealed with PERSONAL_DATA_KEYS: which rows with which key.')
    .addCommand(new Command('status').description('Rows by table and key, as JSON; `plain` is none.').action(status))
    .addCommand(
      new Command('rotate')
        .description('Seal everything with the first key. May be stopped at any time, and started again; servers go on meanwhile.')
        .option('--batch <rows>', 'so many rows of each table at a time', '500')
        .action(rotateAll),
    );

const status = () => withStore(async (knex) => console.log(JSON.stringify(await countByKey(knex), null, 2)));

async function rotateAll(options: { batch: string }): Promise<void> {
  const batch = Number(options.batch);
  if (!(Number.isInteger(batch) && batch >= 1 && batch <= 10_000)) throw new UsageError('--batch is 1 to 10000');
  if (parseEnv(process.env).personalKeys.length === 0) throw new UsageError('PERSONAL_DATA_KEYS is not set: there is no key to seal with');
  const result = await withStore((knex) => rotate(knex, batch, (rows) => console.error(`${rows} rows sealed`)));
  console.log(JSON.stringify(result, null, 2));
}
