import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** One of the server's keys for personal data: 32 bytes, under a name of lower-case letters, digits and hyphens. */
export interface PersonalKey {
  readonly id: string;
  readonly key: Buffer;
}

/** What sealed text begins with; a text of a person's that begins so is written otherwise (`plain`). */
const mark = 'ilm$';
const nonceBytes = 12;
const tagBytes = 16;

interface Derived {
  readonly sealing: Buffer;
  readonly indexing: Buffer;
}

/**
 * Seals personal data and makes the indexes that it is found by. The first key seals; all of them open. Without any, what is written is what
 * is said. Keys are in no property that a log could print.
 *
 * PD1 What was sealed for one row and column of one tenant opens nowhere else. PD2 What was never sealed is read as it is. PD3 An index
 * tells nobody without its key what it is of, and is another for each tenant and purpose.
 */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Derived>;
  readonly #current: string | null;

  constructor(keys: readonly PersonalKey[]) {
    const derive = (key: Buffer, purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `interviewlm personal ${purpose}`, 32));
    this.#keys = new Map(keys.map(({ id, key }) => [id, { sealing: derive(key, 'data'), indexing: derive(key, 'index') }]));
    this.#current = keys[0]?.id ?? null;
  }

  /** The key that seals; null where there is none. */
  get current(): string | null {
    return this.#current;
  }

  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /** Tells a key from any other under the same name, and nothing else of it. */
  proofOf(id: string): Buffer {
    return createHmac('sha256', this.#derived(id).indexing).update('proof').digest();
  }

  /** Sealed for one place, where there is a key to seal with. */
  close(text: string, place: string): string {
    if (this.#current === null) return text.startsWith(mark) ? `\ufffd${text.slice(1)}` : text;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#derived(this.#current).sealing, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${mark}${this.#current}$${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')}`;
  }

  /** Throws when it was sealed for another place, or changed, or its key is not there. */
  open(stored: string, place: string): string {
    const id = sealedWith(stored);
    if (id === null) return stored;
    const bytes = Buffer.from(stored.slice(mark.length + id.length + 1), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#derived(id).sealing, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  }

  /** The index to store of a value; null where nothing is sealed. */
  index(tenant: string, purpose: string, value: string): Buffer | null {
    return this.#current === null ? null : this.#indexBy(this.#current, tenant, purpose, value);
  }

  /** What a stored index of that value may be: one for each key. */
  indexes(tenant: string, purpose: string, value: string): Buffer[] {
    return [...this.#keys.keys()].map((id) => this.#indexBy(id, tenant, purpose, value));
  }

  #indexBy(id: string, tenant: string, purpose: string, value: string): Buffer {
    return createHmac('sha256', this.#derived(id).indexing)
      .update(JSON.stringify([tenant, purpose, value.toLowerCase()]))
      .digest();
  }

  #derived(id: string): Derived {
    const derived = this.#keys.get(id);
    if (!derived) throw new Error(`Personal data is sealed with the key ${id}, which is not in PERSONAL_DATA_KEYS`);
    return derived;
  }
}

/** The key that a stored text is sealed with; null for one that isn't. */
export function sealedWith(stored: string): string | null {
  return /^ilm\$([a-z0-9-]{1,32})\$/.exec(stored)?.[1] ?? null;
}
