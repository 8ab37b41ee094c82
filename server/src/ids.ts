import { createHash, randomFillSync } from 'node:crypto';
import { idPrefixes, type IdKind } from '@interviewlm/protocol';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id: prefix and a UUIDv7 in Crockford's base32, so that ids sort by the millisecond they were made in. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${base32(uuidV7())}`;
}

/** The same id for the same name, as hard to guess as the name. Says nothing of when it was made. */
export function namedId(kind: IdKind, name: string): string {
  return `${idPrefixes[kind]}_${base32(BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 32)}`))}`;
}

/** Sorts before every id of this kind that was or will be made at or after `time`, and after all that were made before. */
export function firstIdAt(kind: IdKind, time: Date): string {
  return `${idPrefixes[kind]}_${base32(BigInt(time.getTime()) << 80n)}`;
}

function uuidV7(): bigint {
  const random = randomFillSync(new Uint8Array(10));
  let bits = (BigInt(Date.now()) << 80n) | BigInt(`0x${Buffer.from(random).toString('hex')}`);
  bits = (bits & ~(0xfn << 76n)) | (7n << 76n);
  return (bits & ~(0x3n << 62n)) | (2n << 62n);
}

function base32(bits: bigint): string {
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += alphabet.charAt(Number((bits >> shift) & 31n));
  return text;
}
