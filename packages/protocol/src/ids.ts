import { z } from 'zod';

/** The kinds of object that have an id, and the prefix each id starts with. */
export const idPrefixes = {
  tenant: 'ten',
  key: 'key',
  assessment: 'asm',
  question: 'qst',
  candidate: 'cnd',
  interview: 'itv',
  link: 'lnk',
  mail: 'mail',
  message: 'msg',
  run: 'run',
  event: 'evt',
  snapshot: 'snp',
  webhookEndpoint: 'whe',
  delivery: 'dlv',
  integration: 'int',
  order: 'ord',
  audit: 'aud',
  hold: 'hld',
  comment: 'cmt',
  override: 'ovr',
  appeal: 'apl',
  judgement: 'jdg',
  consoleSession: 'ses',
  member: 'mem',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Crockford's base32, lower case: sorts like the 128 bits it stands for. */
const base32 = '[0-9a-hjkmnp-tv-z]';

/** The schema of a prefixed id: `itv_` and a UUIDv7 in base32 (26 characters), sortable by creation time. */
export const idOf = (kind: IdKind) =>
  z.string().regex(new RegExp(`^${idPrefixes[kind]}_${base32}{26}$`), `must be an id that starts with ${idPrefixes[kind]}_`);

/** Who did something in a tenant's name: by a key of its own, or as a person who was signed in to the console. */
export const KeyOrMember = z.union([idOf('key'), idOf('member')]);
