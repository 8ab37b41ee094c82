import type { Knex } from 'knex';
import { KeyRing } from './key-ring.js';

const none = new KeyRing([]);

/** The keys that the pool was opened with. */
export const ringOf = ({ sql }: { readonly sql: Knex }): KeyRing =>
  (sql.client as { readonly config: { readonly personal?: KeyRing } }).config.personal ?? none;
