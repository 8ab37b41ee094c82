import type { Knex } from 'knex';
import type { AnswerOf, Member, MemberRole, NewMember, QueryOf } from '@interviewlm/protocol';
import * as rows from '../../db/console-members.js';
import { deleteSessionsOfMember } from '../../db/console-sessions.js';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { decodeCursor, page } from '../paging.js';
import type { Scope } from '../scope.js';

/** The people who may sign in to the console: docs/decisions/0089-people-in-the-console.md. A scope only sees and changes those of its own mode. */
export interface Members {
  list(scope: Scope, query: QueryOf<'listMembers'>): Promise<AnswerOf<'listMembers'>>;
  /** 409 `already_exists` for somebody who is in. */
  add(scope: Scope, wanted: NewMember): Promise<Member>;
  change(scope: Scope, id: string, role: MemberRole): Promise<Member>;
  /** Ends their sessions too. */
  remove(scope: Scope, id: string): Promise<void>;
  /** From now on everybody with a verified address of this domain is let in, as `role`: for the operator, who knows whose domain it is. */
  admitDomain(scope: Scope, domain: string, role: MemberRole): Promise<void>;
  /** Nobody new is let in by it; those who are in stay. False when it wasn't listed. */
  forgetDomain(scope: Scope, domain: string): Promise<boolean>;
}

export const createMembers = (knex: Knex): Members => ({
  list: ({ tenant, mode }, { cursor, limit }) =>
    withTenant(knex, tenant, async (tx) =>
      page(await rows.listMembers(tx, mode, limit + 1, decodeCursor('member', cursor)), limit, present),
    ),
  add: ({ tenant, mode }, { email, role }) =>
    withTenant(knex, tenant, async (tx) => {
      const row = await rows.insertMember(tx, { id: newId('member'), mode, email: email.toLowerCase(), role });
      if (!row) throw new ApiError('already_exists', 'This person is let in already.');
      return present(row);
    }),
  change: ({ tenant, mode }, id, role) =>
    withTenant(knex, tenant, async (tx) => present(found(await rows.changeMember(tx, mode, id, { role })))),
  remove: ({ tenant, mode }, id) =>
    withTenant(knex, tenant, async (tx) => {
      found(await rows.changeMember(tx, mode, id, { removed_at: new Date() }));
      await deleteSessionsOfMember(tx, id);
    }),
  admitDomain: ({ tenant, mode }, domain, role) =>
    withTenant(knex, tenant, (tx) => rows.upsertDomain(tx, { mode, domain: domain.toLowerCase(), role })),
  forgetDomain: ({ tenant, mode }, domain) => withTenant(knex, tenant, (tx) => rows.deleteDomain(tx, mode, domain.toLowerCase())),
});

function found(row: rows.MemberRow | null): rows.MemberRow {
  if (!row) throw notFound('member');
  return row;
}

const present = ({ id, mode, email, role, created_at, last_seen_at }: rows.MemberRow): Member => ({
  id,
  object: 'member',
  mode,
  email,
  role,
  created_at: created_at.toISOString(),
  last_seen_at: last_seen_at?.toISOString() ?? null,
});
