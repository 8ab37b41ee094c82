import { Command } from 'commander';
import { createKeys, type Keys } from '../services/keys/index.js';
import type { Scope } from '../services/scope.js';
import { scopeOf } from './scope.js';
import { UsageError } from './usage-error.js';
import { withStore } from './with-store.js';

interface ScopeOptions {
  tenant: string;
  mode: string;
}

const hour_ms = 3_600_000;

export const keysCommand = () =>
  new Command('keys')
    .description('Credentials of a tenant. A key is printed once, when it is made.')
    .addCommand(
      scoped('create', 'Make a key and print it as JSON.')
        .option('--kind <kind>', 'secret, for servers, or publishable, for pages', 'secret')
        .option('--name <name>', 'what it is for', 'command line')
        .action(async (options: ScopeOptions & { kind: string; name: string }) => {
          const { kind, name } = options;
          if (kind !== 'secret' && kind !== 'publishable') throw new UsageError('--kind is secret or publishable');
          await onKeys(options, (keys, scope) => keys.create(scope, { kind, name }));
        }),
    )
    .addCommand(
      scoped('roll', 'Replace a key; the old one goes on working for a while.')
        .argument('<key>', 'its id, key_…')
        .option('--overlap-hours <hours>', 'how long the old one still works', '24')
        .action(async (id: string, options: ScopeOptions & { overlapHours: string }) => {
          const hours = Number(options.overlapHours);
          if (!(hours >= 0 && hours <= 168)) throw new UsageError('--overlap-hours is 0 to 168');
          await onKeys(options, (keys, scope) => keys.roll(scope, id, Math.round(hours * hour_ms)));
        }),
    )
    .addCommand(
      scoped('revoke', 'End a key at once.')
        .argument('<key>', 'its id, key_…')
        .action(async (id: string, options: ScopeOptions) => {
          await onKeys(options, async (keys, scope) => {
            await keys.revoke(scope, id);
            return { id, revoked: true };
          });
        }),
    );

const scoped = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .requiredOption('--tenant <tenant>', 'its id, ten_…')
    .option('--mode <mode>', 'test or live', 'test');

async function onKeys(options: ScopeOptions, work: (keys: Keys, scope: Scope) => Promise<unknown>): Promise<void> {
  const result = await withStore(async (knex) => work(createKeys(knex), await scopeOf(knex, options)));
  console.log(JSON.stringify(result));
}
