import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** DER before the 32 bytes of an Ed25519 public key (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 private key as PKCS #8, in PEM or the base64 of its DER. Throws for anything else, without telling what it was. */
export function parseSigningKey(text: string): KeyObject {
  try {
    const pem = text.includes('-----BEGIN');
    const key = pem
      ? createPrivateKey(text.replaceAll('\\n', '\n'))
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, in one way for all that is no such key.
  }
  throw new Error('must be an Ed25519 private key, PKCS #8 in PEM or base64');
}

/** Made once for this data folder. With several servers, each needs the same one in EXPORT_SIGNING_KEY. */
export function keptSigningKey(dataDir: string): KeyObject {
  const path = join(dataDir, 'export-key.pem');
  mkdirSync(dataDir, { recursive: true });
  try {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return parseSigningKey(readFileSync(path, 'utf8'));
}

/** The raw public key in base64, as a manifest has it. */
export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(spkiPrefix.length).toString('base64');

/** Null for text that is no public key, or not written the one way that it can be. */
export function readPublicKey(text: string): KeyObject | null {
  const raw = Buffer.from(text, 'base64');
  if (raw.length !== 32 || raw.toString('base64') !== text) return null;
  return createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' });
}

/** What people compare: the start of the SHA-256 of the raw key. */
export const fingerprint = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);
