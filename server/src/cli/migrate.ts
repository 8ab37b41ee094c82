import { Command } from 'commander';
import { migrate } from '../db/migrate.js';
import { parseEnv } from '../env.js';
import { openStore } from '../main.js';

export const migrateCommand = () =>
  new Command('migrate')
    .description('Bring the database up to date. Safe to run at any time, from several machines at once.')
    .action(async () => {
      const store = await openStore(parseEnv(process.env));
      try {
        const applied = await migrate(store.knex);
        console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date');
      } finally {
        await store.close();
      }
    });
