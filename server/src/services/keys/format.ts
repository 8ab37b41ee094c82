import { createHash, randomBytes } from 'node:crypto';
import type { Mode } from '@interviewlm/protocol';

const prefixes = { secret: 'sk', publishable: 'pk' } as const;
export type KeyKind = keyof typeof prefixes;

/** Characters that are shown of a key for ever, to find it by: its kind, its mode and 4 random ones. */
const shown = 'ilm_sk_test_'.length + 4;

/** A new key with 240 random bits, e.g. `ilm_sk_test_…`. Only `prefix` and `hash` are ever stored. */
export function newKey(kind: KeyKind, mode: Mode): { key: string; prefix: string; hash: Buffer } {
  const key = `ilm_${prefixes[kind]}_${mode}_${randomBytes(30).toString('base64url')}`;
  return { key, prefix: key.slice(0, shown), hash: hashSecret(key) };
}

/** A new invite or share code, with 240 random bits. */
export function newCode(): { code: string; hash: Buffer } {
  const code = `ilm_inv_${randomBytes(30).toString('base64url')}`;
  return { code, hash: hashSecret(code) };
}

/** Secrets are long and random, so a plain hash is as good as a slow one, and can be looked up. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const looksLikeKey = (text: string): boolean => /^ilm_[sp]k_(test|live)_[\w-]{40}$/.test(text);
