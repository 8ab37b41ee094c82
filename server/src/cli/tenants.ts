import { Command } from 'commander';
import { createTenants } from '../services/tenants/index.js';
import { withStore } from './with-store.js';

const collect = (origin: string, before: string[]) => [...before, origin];

export const tenantsCommand = () =>
  new Command('tenants').description('The companies that use this server.').addCommand(
    new Command('create')
      .description('Make a tenant and print it as JSON.')
      .argument('<name>', 'what the company is called')
      .option('--origin <origin>', 'an origin whose pages may call the API, like https://jobs.example.com; may be repeated', collect, [])
      .action(async (name: string, { origin }: { origin: string[] }) => {
        const { id, origins } = await withStore((knex) => createTenants(knex).create(name, origin));
        console.log(JSON.stringify({ id, name, origins }));
      }),
  );
