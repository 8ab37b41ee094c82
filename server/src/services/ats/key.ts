import { randomBytes } from 'node:crypto';
import type { Mode } from '@interviewlm/protocol';
import { hashSecret } from '../keys/format.js';

/** Characters that are shown of a key for ever: its kind, its mode and 4 random ones. */
const shown = 'ilm_ats_test_'.length + 4;

/** A new key for an ATS to call us with, 240 random bits; shorter than any ATS allows. */
export function newAtsKey(mode: Mode): { key: string; key_prefix: string; key_hash: Buffer } {
  const key = `ilm_ats_${mode}_${randomBytes(30).toString('base64url')}`;
  return { key, key_prefix: key.slice(0, shown), key_hash: hashSecret(key) };
}

export const looksLikeAtsKey = (text: string): boolean => /^ilm_ats_(test|live)_[\w-]{40}$/.test(text);
