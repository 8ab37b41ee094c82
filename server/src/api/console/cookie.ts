import type { Context } from '../context.js';

/** `sign_in` is there while somebody is at the OpenID provider, `person` until they have chosen a tenant. */
type CookieName = 'console' | 'sign_in' | 'person';

/**
 * A cookie of the console. Scripts can't read it, no other site's request carries it, and over TLS the `__Host-` prefix keeps every other
 * host of the domain from setting it. Only the way back from a provider is another site's request, so that one cookie is `Lax`.
 */
export class ConsoleCookie {
  readonly #name: string;
  readonly #attributes: string;

  constructor(publicUrl: string, name: CookieName = 'console') {
    const secure = publicUrl.startsWith('https:');
    this.#name = `${secure ? '__Host-' : ''}ilm_${name}`;
    const site = name === 'sign_in' ? 'Lax' : 'Strict';
    this.#attributes = `; Path=/; HttpOnly; SameSite=${site}${secure ? '; Secure' : ''}`;
  }

  /** What the request carries; null for nothing. */
  read(ctx: Pick<Context, 'get'>): string | null {
    for (const pair of ctx.get('Cookie').split(';')) {
      const [name, value] = pair.trim().split('=');
      if (name === this.#name && value) return value;
    }
    return null;
  }

  set(ctx: Pick<Context, 'append'>, secret: string, life_ms: number): void {
    ctx.append('Set-Cookie', `${this.#name}=${secret}; Max-Age=${Math.floor(life_ms / 1000)}${this.#attributes}`);
  }

  clear(ctx: Pick<Context, 'append'>): void {
    ctx.append('Set-Cookie', `${this.#name}=; Max-Age=0${this.#attributes}`);
  }
}
