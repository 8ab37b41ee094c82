import type { FileOrigin } from '@interviewlm/protocol';
import { listFiles, putFile, type FileRow } from '../../db/files.js';
import type { LogHead } from '../../db/log-heads.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { sha256 } from '../recording/codec.js';
import type { Unplaced } from '../recording/log.js';
import { asText } from './content.js';
import { isMadeByEdits } from './recorded-texts.js';
import { requireRoom, type Field } from './rules.js';

export interface Save {
  path: string;
  content: Buffer;
  origin: FileOrigin;
  read_only?: boolean;
  field?: Field;
}

/** A workspace in a transaction that holds its lock. */
export interface Desk {
  readonly tx: TenantTx;
  readonly head: LogHead;
  tree: FileRow[];
  /** What happened, to be appended to the log in the same transaction. */
  readonly events: Unplaced[];
  /** Paths whose volume copy is now behind. */
  readonly touched: string[];
}

export const openDesk = async (tx: TenantTx, head: LogHead): Promise<Desk> => ({
  tx,
  head,
  tree: await listFiles(tx, head.id),
  events: [],
  touched: [],
});

/** Saves a file and notes the event. The same content again is no new version: a repeated request changes nothing. */
export async function save(desk: Desk, { path, content, origin, read_only = false, field }: Save): Promise<FileRow> {
  const before = desk.tree.find((file) => file.path === path);
  const hash = sha256(content).toString('hex');
  if (before?.sha256 === hash && before.read_only === read_only) return before;
  if (before?.read_only && origin !== 'question') throw new ApiError('file_read_only', `${path} belongs to the question.`);
  requireRoom(desk.tree, path, content.length, field ?? { path, content: path });
  const row = await putFile(desk.tx, desk.head.id, { path, content, sha256: hash, read_only });
  desk.tree = [...desk.tree.filter((file) => file.path !== path), row];
  desk.events.push(await eventOf(desk, before !== undefined, row, content, origin));
  if (origin !== 'terminal') desk.touched.push(path);
  return row;
}

async function eventOf(desk: Desk, existed: boolean, row: FileRow, content: Buffer, origin: FileOrigin): Promise<Unplaced> {
  const text = asText(content);
  if (!existed && text !== null) return { type: 'file.create', data: { path: row.path, content: text, origin } };
  const { path, version, size, sha256: hash } = row;
  const written = { path, version, size, sha256: hash, origin };
  // The page's edits hold what the editor wrote. Where they don't, as when a program calls the API or the terminal wrote in between,
  // the write itself must: a replay is then right from here on, whatever came before.
  const edited = origin === 'editor' && text !== null && (await isMadeByEdits(desk.tx, desk.head, row.path, text));
  return { type: 'file.write', data: text === null || edited ? written : { ...written, content: text } };
}
