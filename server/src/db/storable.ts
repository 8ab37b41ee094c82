/** Postgres keeps neither NUL nor half a surrogate pair in text or jsonb: both become U+FFFD, as a decoder would show them. */
export const storableText = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, '\ufffd');

/** The same for every string inside a value on its way into a jsonb column; keys included, dates and classes not expected. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return storableText(value) as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)])) as T;
}

/** A jsonb parameter: knex would send an array as a Postgres array. */
export const jsonb = (value: unknown): string => JSON.stringify(storable(value));
