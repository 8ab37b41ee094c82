import type { Knex } from 'knex';
import { withTenant, type TenantTx } from '../tenant-tx.js';
import { closed, closedPairs, opened, openedPairs } from './columns.js';
import { sealedWith } from './key-ring.js';
import { closedPerson, openedFields, type Person } from './person.js';
import { ringOf } from './ring-of.js';

interface Sealed {
  readonly name: string;
  readonly key: string;
  /** The text by which one tells with which key a row is sealed; those without one have nothing personal. */
  readonly tell: string;
  reseal(tx: TenantTx, row: Row): Record<string, unknown>;
}
type Row = Record<string, unknown>;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const again = (tx: TenantTx, column: string, id: string, stored: unknown): string | null => {
  const held = text(stored);
  return held === null ? null : closed(tx, column, id, opened(tx, column, id, held));
};

/** Every table that has something personal in columns of its own. */
const tables: readonly Sealed[] = [
  {
    name: 'candidates',
    key: 'id',
    tell: 'name',
    reseal: (tx, row) => ({ ...closedPerson(tx, String(row['id']), openedFields(tx, String(row['id']), row as unknown as Person)) }),
  },
  {
    name: 'mails',
    key: 'id',
    tell: 'recipient',
    reseal(tx, row) {
      const id = String(row['id']);
      const recipient = opened(tx, 'mails.recipient', id, String(row['recipient']));
      return {
        recipient: closed(tx, 'mails.recipient', id, recipient),
        recipient_index: ringOf(tx).index(tx.tenant, 'recipient', recipient),
        message: again(tx, 'mails.message', id, row['message']),
        subject: again(tx, 'mails.subject', id, row['subject']),
      };
    },
  },
  {
    name: 'self_identifications',
    key: 'interview_id',
    tell: 'coalesce(sex, ethnicity)',
    reseal: (tx, row) => ({
      sex: again(tx, 'self_identifications.sex', String(row['interview_id']), row['sex']),
      ethnicity: again(tx, 'self_identifications.ethnicity', String(row['interview_id']), row['ethnicity']),
    }),
  },
  {
    name: 'interviews',
    key: 'id',
    tell: `nullif(metadata #>> '{}', '{}')`,
    reseal: (tx, row) => ({ metadata: pairs(tx, 'interviews.metadata', String(row['id']), row['metadata']) }),
  },
  {
    name: 'ats_orders',
    key: 'id',
    tell: `nullif(details #>> '{}', '{}')`,
    reseal: (tx, row) => ({ details: pairs(tx, 'ats_orders.details', String(row['id']), row['details']) }),
  },
];

const pairs = (tx: TenantTx, column: string, id: string, stored: unknown) =>
  JSON.stringify(closedPairs(tx, column, id, openedPairs(tx, column, id, stored)));

/** Rows that are not sealed with the current key; what was erased of a person has no index, and nothing to seal. */
const stale = ({ name, tell }: Sealed) => {
  const erased = name === 'candidates' ? ` and (email is not null or words_index is not null)` : '';
  return `${tell} is not null and not starts_with(${tell}, ?)${erased}`;
};

/** Seals up to `limit` rows of each table with the current key; how many were done. Whoever stops in between has done what is done. */
export async function resealSome(knex: Knex, limit: number): Promise<number> {
  const mark = `ilm$${ringOf({ sql: knex }).current ?? ''}$`;
  let done = 0;
  for (const table of tables) {
    const found = await knex(table.name)
      .whereRaw(stale(table), [mark])
      .limit(limit)
      .select<{ tenant_id: string; id: string }[]>('tenant_id', `${table.key} as id`);
    for (const [tenant, rows] of Map.groupBy(found, ({ tenant_id }) => tenant_id))
      done += await withTenant(knex, tenant, (tx) =>
        reseal(
          tx,
          table,
          rows.map(({ id }) => id),
          mark,
        ),
      );
  }
  return done;
}

async function reseal(tx: TenantTx, table: Sealed, ids: readonly string[], mark: string): Promise<number> {
  // Another process may have done some of them meanwhile.
  const rows = await tx
    .sql(table.name)
    .whereIn(table.key, [...ids])
    .whereRaw(stale(table), [mark])
    .forUpdate()
    .select<Row[]>('*');
  for (const row of rows)
    await tx
      .sql(table.name)
      .where({ [table.key]: row[table.key] })
      .update(table.reseal(tx, row));
  return rows.length;
}

/** How many rows of each table are sealed with which key; `plain` with none. */
export async function countByKey(knex: Knex): Promise<Record<string, Record<string, number>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { name, tell } of tables) {
    const { rows } = await knex.raw<{ rows: { begins: string; count: number }[] }>(
      `select coalesce(substring(${tell} from '^ilm\\$[a-z0-9-]{1,32}\\$'), '') as begins, count(*) as count
       from ${name} where ${tell} is not null group by 1 order by 1`,
    );
    counts[name] = Object.fromEntries(rows.map(({ begins, count }) => [sealedWith(begins) ?? 'plain', count]));
  }
  return counts;
}
