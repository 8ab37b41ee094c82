import { Command } from 'commander';
import { MemberRole, NewMember } from '@interviewlm/protocol';
import { createMembers, type Members } from '../services/console/members.js';
import type { Scope } from '../services/scope.js';
import { scopeOf } from './scope.js';
import { UsageError } from './usage-error.js';
import { withStore } from './with-store.js';

interface MemberOptions {
  tenant: string;
  mode: string;
  role: string;
}

const page = 100;
const isDomain = (text: string) => /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i.test(text);

export const membersCommand = () =>
  new Command('members')
    .description('The people who may sign in to the console by OpenID Connect.')
    .addCommand(
      scoped('add', 'Let a person in, by the address that the provider vouches for.')
        .argument('<email>', 'their address')
        .option('--role <role>', 'admin, recruiter or viewer', 'viewer')
        .action(async (email: string, options: MemberOptions) => {
          const wanted = NewMember.safeParse({ email, role: roleOf(options) });
          if (!wanted.success) throw new UsageError(`${email} is not an e-mail address`);
          await onMembers(options, (members, scope) => members.add(scope, wanted.data));
        }),
    )
    .addCommand(
      scoped('list', 'Print who is let in, as JSON.').action(async (options: MemberOptions) => {
        await onMembers(options, all);
      }),
    )
    .addCommand(
      scoped('remove', 'Let a person in no longer, and sign them out.')
        .argument('<member>', 'their id, mem_…')
        .action(async (id: string, options: MemberOptions) => {
          await onMembers(options, async (members, scope) => {
            await members.remove(scope, id);
            return { id, removed: true };
          });
        }),
    )
    .addCommand(
      scoped('domain', 'Let in everybody with a verified address of a domain; be sure that it is the company’s.')
        .argument('<domain>', 'like example.com; those below it are others')
        .option('--role <role>', 'admin, recruiter or viewer', 'viewer')
        .option('--remove', 'let in nobody new by it; those who are in stay')
        .action(async (domain: string, options: MemberOptions & { remove?: true }) => {
          if (!isDomain(domain)) throw new UsageError(`${domain} is not a domain like example.com`);
          const role = roleOf(options);
          await onMembers(options, async (members, scope) => {
            if (options.remove) return { domain, removed: await members.forgetDomain(scope, domain) };
            await members.admitDomain(scope, domain, role);
            return { domain, role };
          });
        }),
    );

const scoped = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .requiredOption('--tenant <tenant>', 'its id, ten_…')
    .option('--mode <mode>', 'test or live', 'test');

function roleOf({ role }: MemberOptions): MemberRole {
  const known = MemberRole.safeParse(role);
  if (!known.success) throw new UsageError(`--role is ${MemberRole.options.join(', ')}`);
  return known.data;
}

async function all(members: Members, scope: Scope): Promise<unknown> {
  const found = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { data, next_cursor } = await members.list(scope, { limit: page, ...(cursor !== undefined && { cursor }) });
    found.push(...data);
    cursor = next_cursor;
  }
  return found;
}

async function onMembers(options: MemberOptions, work: (members: Members, scope: Scope) => Promise<unknown>): Promise<void> {
  const result = await withStore(async (knex) => work(createMembers(knex), await scopeOf(knex, options)));
  console.log(JSON.stringify(result));
}
