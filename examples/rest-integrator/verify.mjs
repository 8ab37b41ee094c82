// Checks a downloaded record without asking anyone: the signature over its manifest, and each file against the manifest.
import { createHash, createPublicKey, verify } from 'node:crypto';

/** The manifest of a record that is whole; throws with what is wrong otherwise. Who signed is yours to compare: `public_key`. */
export function verifyRecord(archive) {
  const files = readTar(archive);
  const text = files.get('manifest.json')?.toString('utf8');
  if (!text) throw new Error('The record has no manifest.');
  const { signature, ...signed } = JSON.parse(text);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(signed.public_key, 'base64').toString('base64url') },
    format: 'jwk',
  });
  const bytes = Buffer.from(`${JSON.stringify(signed, null, 2)}\n`);
  if (!verify(null, bytes, key, Buffer.from(signature, 'base64'))) throw new Error('The manifest is not what was signed.');
  for (const { name, sha256 } of signed.files) {
    const content = files.get(name);
    if (!content) throw new Error(`${name} is missing.`);
    if (createHash('sha256').update(content).digest('hex') !== sha256) throw new Error(`${name} is not what was signed.`);
  }
  if (files.size !== signed.files.length + 1) throw new Error('The record holds more than its manifest names.');
  return signed;
}

/** A tar archive is blocks of 512 bytes: a header with name and size, then the content. */
function readTar(archive) {
  const files = new Map();
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
    const field = (from, length) => archive.toString('latin1', at + from, at + from + length).replace(/\0.*$/, '');
    const size = parseInt(field(124, 12), 8);
    files.set(field(0, 100), archive.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
