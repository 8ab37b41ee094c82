import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { MailLocale } from '@interviewlm/protocol';
import { hashSecret } from '../keys/format.js';
import { seal, sealingKey, unseal } from '../seal.js';

/** Who doesn't want reminders, as an unsubscribe link says it; `hash` stands for the address. */
export interface Wish {
  readonly tenant: string;
  readonly hash: Buffer;
  readonly locale: MailLocale;
}

const Token = z.tuple([z.string(), z.base64(), MailLocale]);

/** What e-mails need of the server's secret. Each purpose has a key of its own. */
export class MailSecrets {
  readonly #codes: Buffer;
  readonly #contents: Buffer;
  readonly #tokens: Buffer;

  constructor(readonly secret: string) {
    this.#codes = sealingKey(secret, 'mail codes');
    this.#contents = sealingKey(secret, 'mail contents');
    this.#tokens = sealingKey(secret, 'mail unsubscription');
  }

  /** The code in an e-mail's link: 240 bits that follow from its id, so every attempt sends the same one and none has to be stored. */
  codeOf(mail: string): { code: string; hash: Buffer } {
    const code = `ilm_inv_${createHmac('sha256', this.#codes).update(mail).digest().subarray(0, 30).toString('base64url')}`;
    return { code, hash: hashSecret(code) };
  }

  sealContent = (mail: string, content: string): Buffer => seal(this.#contents, content, mail);
  unsealContent = (mail: string, sealed: Buffer): string => unseal(this.#contents, sealed, mail);

  /** Stands for an address within a tenant; without the secret nobody can tell whose it is. */
  hashOf = (tenant: string, address: string): Buffer =>
    createHmac('sha256', sealingKey(this.secret, 'mail suppression', tenant))
      .update(address.toLowerCase())
      .digest();

  /** Opaque, so that a link tells nothing of whom it is for. */
  tokenOf({ tenant, hash, locale }: Wish): string {
    const token: z.infer<typeof Token> = [tenant, hash.toString('base64'), locale];
    return seal(this.#tokens, JSON.stringify(token), 'token').toString('base64url');
  }

  /** Null for what we haven't made. */
  wishOf(token: string): Wish | null {
    try {
      const [tenant, hash, locale] = Token.parse(JSON.parse(unseal(this.#tokens, Buffer.from(token, 'base64url'), 'token')));
      return { tenant, hash: Buffer.from(hash, 'base64'), locale };
    } catch {
      return null;
    }
  }
}
