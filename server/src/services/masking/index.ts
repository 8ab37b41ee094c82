import type { Knex } from 'knex';
import { readInterview } from '../../db/interviews.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { notFound } from '../../errors.js';
import type { At } from '../recording/log.js';
import { Mask } from './mask.js';

export interface Masking {
  /** What takes the candidate of this interview out of an answer. 404 when there is no such interview. */
  maskOf(at: At): Promise<Mask>;
}

/** A name that was corrected is masked as such after this time. */
const fresh_ms = 60_000;
const mostKept = 1000;

export function createMasking(knex: Knex): Masking {
  const kept = new Map<string, { readonly mask: Mask; readonly until: number }>();
  return {
    async maskOf(at) {
      const name = `${at.tenant} ${at.mode} ${at.interview}`;
      const known = kept.get(name);
      if (known && known.until > Date.now()) return known.mask;
      const row = await readInterview(tenantReads(knex, at.tenant), at.mode, at.interview);
      if (!row) throw notFound('interview');
      const mask = new Mask({ name: row.candidate_name, email: row.candidate_email, external_id: row.external_id });
      if (kept.size >= mostKept) kept.clear();
      kept.set(name, { mask, until: Date.now() + fresh_ms });
      return mask;
    },
  };
}

export type { Mask } from './mask.js';
