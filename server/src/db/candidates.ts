import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import { newId } from '../ids.js';
import { closedPerson, openedFields, type Person } from './personal/person.js';
import { ringOf } from './personal/ring-of.js';
import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface NewCandidateRow {
  name: string;
  email: string;
  external_id?: string;
}

/** The tenant's candidate with that address, made or brought up to date. */
export async function upsertCandidate(tx: TenantTx, mode: Mode, candidate: NewCandidateRow): Promise<string> {
  const person = personOf(candidate);
  const known = await lockByEmail(tx, mode, candidate.email);
  if (known) return update(tx, known, person);
  const id = newId('candidate');
  const row = { id, tenant_id: tx.tenant, mode, ...closedPerson(tx, id, person) };
  const made = await tx.sql('candidates').insert(row).onConflict().ignore().returning<{ id: string }[]>('id');
  if (made.length > 0) return id;
  // Somebody made them in between, and has committed.
  const other = await lockByEmail(tx, mode, candidate.email);
  if (!other) throw new Error('A candidate that is there already is not there');
  return update(tx, other, person);
}

/** Someone who came by themself: nobody has checked the address, so they neither see nor change the tenant's own candidate with it. */
export async function insertSelfStarted(tx: TenantTx, mode: Mode, candidate: NewCandidateRow): Promise<string> {
  const id = newId('candidate');
  const row = { id, tenant_id: tx.tenant, mode, ...closedPerson(tx, id, personOf(candidate)), self_started: true };
  await tx.sql('candidates').insert(row);
  return id;
}

type Known = Person & { id: string };

async function lockByEmail(tx: TenantTx, mode: Mode, email: string): Promise<Known | null> {
  const found = tx
    .sql('candidates')
    .where({ mode, self_started: false })
    .where((either) => {
      byEmail(tx, either, email);
    });
  return (await found.forUpdate().first<Known | undefined>(['id', 'name', 'email', 'external_id'])) ?? null;
}

function byEmail(tx: TenantTx, either: Knex.QueryBuilder, email: string): void {
  either.whereRaw('lower(email) = lower(?)', [email]).orWhereIn('email_index', ringOf(tx).indexes(tx.tenant, 'email', email));
}

/** What isn't said stays as it was; the address as it was written first. */
async function update(tx: TenantTx, known: Known, { name, external_id }: Person): Promise<string> {
  const before = openedFields(tx, known.id, known);
  const person = { name, email: before.email, external_id: external_id ?? before.external_id };
  await tx
    .sql('candidates')
    .where({ id: known.id })
    .update(closedPerson(tx, known.id, person));
  return known.id;
}

const personOf = ({ name, email, external_id }: NewCandidateRow): Person => ({
  name: storableText(name),
  email,
  external_id: external_id === undefined ? null : storableText(external_id),
});
