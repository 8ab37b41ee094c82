/** Who the candidate is. */
export interface Identity {
  readonly name: string;
  readonly email: string | null;
  readonly external_id: string | null;
}

/** What stands in the place of the name where a name is shown. */
export const nobody = 'Candidate';

/** Members whose values are words of the contract, or ids: a name that is such a word is none there. */
const words = new Set(['object', 'type', 'kind', 'status', 'role', 'origin', 'mode', 'id', 'url']);

/** Fewer letters are parts of too many other words. */
const shortestAnyCase = 5;
const shortestAlias = 4;

/**
 * Takes who the candidate is out of texts. Every hit becomes as many dots as it had UTF-16 units, so that offsets in recorded edits still
 * hold: full name, address and the tenant's own id for them in any case, parts of the name as words.
 */
export class Mask {
  readonly #patterns: readonly RegExp[];

  constructor({ name, email, external_id }: Identity) {
    const parts = name.split(/[^\p{L}\p{N}'’-]+/u).filter((part) => part.length >= 2);
    const alias = email?.split('@')[0] ?? '';
    const whole = [name.trim(), email ?? '', external_id ?? ''].filter((text) => text.length >= shortestAlias);
    const anyCase = [...parts.filter((part) => part.length >= shortestAnyCase), ...(alias.length >= shortestAlias ? [alias] : [])];
    this.#patterns = [
      pattern(whole, 'giu', (any) => any),
      pattern(anyCase, 'giu', asWord),
      pattern([...parts, ...parts.map((part) => part.toUpperCase())], 'gu', asWord),
    ].filter((each) => each !== null);
  }

  text(text: string, dot = '•'): string {
    return this.#patterns.reduce((masked, each) => masked.replace(each, (hit) => dot.repeat(hit.length)), text);
  }

  /** The same for every string inside a value of plain JSON, names of members included; `candidate` becomes nobody. */
  value<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (Array.isArray(value)) return value.map((each: unknown) => this.value(each)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [this.text(name), this.#member(name, inner)])) as T;
  }

  #member(name: string, value: unknown): unknown {
    if (name === 'candidate' && isPerson(value))
      return { ...value, name: nobody, ...('email' in value && { email: null, external_id: null }) };
    if (name === 'base64' && typeof value === 'string') return this.#bytes(value);
    return words.has(name) && typeof value === 'string' ? value : this.value(value);
  }

  /** Terminal bytes: texts that were cut in the middle of a character stay as they are there. */
  #bytes(base64: string): string {
    const bytes = Buffer.from(base64, 'base64');
    const text = bytes.toString('utf8');
    const masked = this.text(text, '*');
    return masked === text ? base64 : Buffer.from(masked, 'utf8').toString('base64');
  }
}

const isPerson = (value: unknown): value is { name: string } => typeof value === 'object' && value !== null && 'name' in value;

// A terminal's colour ends in a letter that belongs to no word.
const asWord = (any: string) => `(?<=^|[^\\p{L}\\p{N}]|\\x1b\\[[\\d;]*[A-Za-z])(?:${any})(?![\\p{L}\\p{N}])`;

function pattern(texts: readonly string[], flags: string, around: (any: string) => string): RegExp | null {
  const longestFirst = [...new Set(texts)].toSorted((a, b) => b.length - a.length);
  return longestFirst.length === 0 ? null : new RegExp(around(longestFirst.map(escaped).join('|')), flags);
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
