import { sign, verify, type KeyObject } from 'node:crypto';
import { publicKeyOf, readPublicKey } from './signing-key.js';

/** The bytes of a signed object: there is one way to write each. */
export const write = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** The same with our key and our signature over all that stands before it. */
export function signed<T extends object>(unsigned: T, key: KeyObject): T & { public_key: string; signature: string } {
  const whole = { ...unsigned, public_key: publicKeyOf(key) };
  return { ...whole, signature: sign(null, write(whole), key).toString('base64') };
}

/** Whether this is what its key signed. Members count in their order, and a signature is written in one way. */
export function isSigned({ signature, ...whole }: { public_key: string; signature: string }): boolean {
  const key = readPublicKey(whole.public_key);
  const raw = Buffer.from(signature, 'base64');
  return key !== null && raw.toString('base64') === signature && verify(null, write(whole), key, raw);
}
