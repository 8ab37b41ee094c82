import type { Mode } from '@interviewlm/protocol';
import { newId } from '../ids.js';
import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface NewCandidateRow {
  name: string;
  email: string;
  external_id?: string;
}

/** The tenant's candidate with that address, made or brought up to date. */
export async function upsertCandidate(tx: TenantTx, mode: Mode, candidate: NewCandidateRow): Promise<string> {
  const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(
    `insert into candidates (id, tenant_id, mode, name, email, external_id) values (?, ?, ?, ?, ?, ?)
     on conflict (tenant_id, mode, lower(email)) where not self_started
     do update set name = excluded.name, external_id = coalesce(excluded.external_id, candidates.external_id)
     returning id`,
    [newId('candidate'), tx.tenant, mode, storableText(candidate.name), candidate.email, externalId(candidate)],
  );
  return onlyId(rows);
}

/** Someone who came by themself: nobody has checked the address, so they neither see nor change the tenant's own candidate with it. */
export async function insertSelfStarted(tx: TenantTx, mode: Mode, candidate: NewCandidateRow): Promise<string> {
  const row = { name: storableText(candidate.name), email: candidate.email, external_id: externalId(candidate), self_started: true };
  const rows = await tx
    .sql('candidates')
    .insert({ id: newId('candidate'), tenant_id: tx.tenant, mode, ...row })
    .returning<{ id: string }[]>('id');
  return onlyId(rows);
}

const externalId = ({ external_id }: NewCandidateRow) => (external_id === undefined ? null : storableText(external_id));

function onlyId([row]: readonly { id: string }[]): string {
  if (!row) throw new Error('An insert returned no row');
  return row.id;
}
