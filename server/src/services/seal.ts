import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** A 256-bit key for one purpose, from the server's secret and, where only a caller may open what is sealed, something that only they know. */
export const sealingKey = (secret: string, purpose: string, salt = ''): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, `interviewlm ${purpose}`, 32));

/** AES-256-GCM: nonce, tag, ciphertext. `bound` is what the text belongs to: sealed for one row, it can't be opened as another's. */
export function seal(key: Buffer, text: string, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Text for somebody to hold, which opens here again, for one purpose and as long as it is told to live, to what it was made of. */
export const sealToken = (key: Buffer, purpose: string, content: object, life_ms: number): string =>
  seal(key, JSON.stringify({ ...content, until: Date.now() + life_ms }), purpose).toString('base64url');

/** Null for a token that is over, or that was never made here. */
export function openToken(key: Buffer, purpose: string, token: string): unknown {
  try {
    const content = JSON.parse(unseal(key, Buffer.from(token, 'base64url'), purpose)) as { until: number };
    return content.until > Date.now() ? content : null;
  } catch {
    return null;
  }
}

/** Throws when anything of it was changed, or the key or what it is bound to is another. */
export function unseal(key: Buffer, sealed: Buffer, bound: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
}
