import { z } from 'zod';
import type { PersonalKey } from './key-ring.js';

/** `2026-12:<base64 of 32 bytes>`, comma separated, the current one first. What is wrong is told without the value. */
export const personalKeys = z
  .string()
  .trim()
  .default('')
  .transform((value, context): PersonalKey[] => {
    const keys = value === '' ? [] : value.split(',').map((each) => parse(each.trim()));
    const good = keys.filter((key) => key !== null);
    if (good.length < keys.length)
      context.addIssue('must be keys like 2026-12:<base64 of 32 bytes>, separated by commas; names are of a-z, 0-9 and hyphens');
    if (new Set(good.map(({ id }) => id)).size < good.length) context.addIssue('must give each key a name of its own');
    return good;
  });

function parse(text: string): PersonalKey | null {
  const [, id, encoded = ''] = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(text) ?? [];
  return id === undefined ? null : { id, key: Buffer.from(encoded, 'base64') };
}
