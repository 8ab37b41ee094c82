import type { Context } from '../context.js';

/**
 * The console's cookie. Scripts can't read it, no other site's request carries it, and over TLS the `__Host-` prefix keeps every other
 * host of the domain from setting it.
 */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes: string;

  constructor(publicUrl: string) {
    const secure = publicUrl.startsWith('https:');
    this.#name = secure ? '__Host-ilm_console' : 'ilm_console';
    this.#attributes = `; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
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
