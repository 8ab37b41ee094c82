import { createHash, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { claimKey, extendLease, forgetStale, keepAnswer, releaseKey } from '../../db/idempotency-keys.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { seal, sealingKey, unseal } from '../seal.js';

/** A request that came with a key: nobody else's request is the same one, whatever key it has. */
export interface KeyedRequest {
  readonly tenant: string;
  /** Who calls, within the tenant. */
  readonly owner: string;
  /** As the caller sent it. */
  readonly key: string;
  /** What is asked for, as text: the same for a repetition. */
  readonly request: string;
}

/** The request is ours to answer: one of `keep` and `release` must follow. */
export interface Claim {
  /** From now on repetitions get this JSON. */
  keep(answer: string): Promise<void>;
  /** Nothing happened: a repetition is a first try. */
  release(): Promise<void>;
}

/** Answers repeated requests with the answer of the first, for 24 hours: docs/decisions/0050-a-repeated-request.md. */
export interface Idempotency {
  /** A claim, or the answer that was kept. 409 `idempotency_in_flight`, 422 `idempotency_mismatch`. */
  begin(request: KeyedRequest): Promise<Claim | { readonly answer: string }>;
  /** Forgets keys older than a day. */
  sweep(): Promise<void>;
}

/** A process that dies with a request leaves its key taken for so long. */
const lease_s = 15;
const sweptAtOnce = 10_000;

export function createIdempotency(knex: Knex, secret: string, onError: (error: unknown) => void): Idempotency {
  return {
    async begin({ tenant, owner, key, request }) {
      const inside = <T>(work: (tx: TenantTx) => Promise<T>) => withTenant(knex, tenant, work);
      const claim = { key_hash: hash(`${owner} ${key}`), request_hash: hash(request), claim: randomUUID() };
      // The caller's key is half of what opens the answer, and only its hash is stored: who reads the database reads no secret.
      const lock = () => sealingKey(secret, 'idempotency', `${owner} ${key}`);
      const held = await inside((tx) => claimKey(tx, claim, lease_s));
      if (held) {
        if (!held.request_hash.equals(claim.request_hash)) throw new ApiError('idempotency_mismatch');
        if (!held.answer) throw new ApiError('idempotency_in_flight', undefined, { headers: { 'Retry-After': '1' } });
        return { answer: unseal(lock(), held.answer, tenant) };
      }
      const pulse = setInterval(() => void inside((tx) => extendLease(tx, claim, lease_s)).catch(onError), (lease_s * 1000) / 3);
      pulse.unref();
      return {
        async keep(answer) {
          clearInterval(pulse);
          await inside((tx) => keepAnswer(tx, claim, seal(lock(), answer, tenant)));
        },
        async release() {
          clearInterval(pulse);
          await inside((tx) => releaseKey(tx, claim));
        },
      };
    },
    async sweep() {
      await forgetStale(knex, sweptAtOnce);
    },
  };
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
