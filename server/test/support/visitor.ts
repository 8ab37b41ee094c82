import { consolePage } from './console.js';
import type { Caller } from './caller.js';
import { requestFrom } from './request-from.js';

/** What a browser was answered, before it goes where it is sent. */
export interface Visit {
  readonly status: number;
  readonly url: string;
  /** Absolute; null for a page. */
  readonly location: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `Set-Cookie`, as they came. */
  readonly cookies: readonly string[];
  readonly text: string;
}

const mostHops = 12;
let visitors = 0;

/**
 * A person's browser, as far as signing in needs one: it keeps cookies, is sent elsewhere, and fills in a form. Each has an address of its
 * own, since tries are counted by address.
 */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #address = `127.77.${Math.floor(++visitors / 250)}.${1 + (visitors % 250)}`;

  async visit(url: string, form?: Readonly<Record<string, string>>): Promise<Visit> {
    const { status, headers, text } = await requestFrom(this.#address, url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: this.#cookie, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    const cookies = [headers['set-cookie'] ?? []].flat();
    for (const cookie of cookies) this.#keep(cookie);
    const { location } = headers;
    return { status, url, location: typeof location === 'string' ? new URL(location, url).href : null, headers, cookies, text };
  }

  /** At the provider, from where it was sent to until it would be sent back to `back`: that address, not visited yet. */
  async signInAt(authorize: string, login: string, back: string): Promise<string> {
    let visit = await this.visit(authorize);
    for (let hop = 0; hop < mostHops; hop++) {
      if (visit.location?.startsWith(back)) return visit.location;
      visit = visit.location === null ? await this.#fillIn(visit, login) : await this.visit(visit.location);
    }
    throw new Error(`It did not come back: ${visit.status} ${visit.url} ${visit.text}`);
  }

  /** The console's own page in this browser. */
  page = (url: string): Caller => consolePage(url, { cookie: this.#cookie });

  get #cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #fillIn({ text, url, status }: Visit, login: string): Promise<Visit> {
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(text) ?? [];
    if (action === undefined) throw new Error(`There is no form at ${url}: ${status} ${text}`);
    return this.visit(new URL(action, url).href, { prompt: 'login', login, password: 'anything' });
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const end = pair.indexOf('=');
    const [name, value] = [pair.slice(0, end), pair.slice(end + 1)];
    if (value === '' || /max-age=0/i.test(cookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
