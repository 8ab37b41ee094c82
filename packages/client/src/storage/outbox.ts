import type { EventBatch } from '@interviewlm/protocol';
import { openDatabase, readAll, write } from './database.js';

/** A frozen batch on its way: what is sent is exactly what is stored. */
export interface StoredBatch extends EventBatch {
  readonly interview: string;
  /** When it was frozen, by this machine's clock: lives of earlier pages go first. */
  readonly at: number;
  readonly bytes: number;
}

export interface Outbox {
  /** False when it is only in memory: it then doesn't survive a reload. */
  readonly durable: boolean;
  put(batch: StoredBatch): Promise<void>;
  remove(batch: StoredBatch): Promise<void>;
  /** What is left of an interview, oldest life first, each in its order. */
  all(interview: string): Promise<StoredBatch[]>;
}

/** Batches in IndexedDB, or in memory where there is none. */
export async function openOutbox(): Promise<Outbox> {
  const db = await openDatabase();
  return db ? databaseOutbox(db) : memoryOutbox();
}

export function memoryOutbox(): Outbox {
  const batches = new Map<string, StoredBatch>();
  return {
    durable: false,
    put: async (batch) => void batches.set(keyOf(batch).join('/'), batch),
    remove: async (batch) => void batches.delete(keyOf(batch).join('/')),
    all: async (interview) => inOrder([...batches.values()].filter((batch) => batch.interview === interview)),
  };
}

const databaseOutbox = (db: IDBDatabase): Outbox => ({
  durable: true,
  put: (batch) => write(db, 'outbox', (objects) => objects.put(batch, keyOf(batch))),
  remove: (batch) => write(db, 'outbox', (objects) => objects.delete(keyOf(batch))),
  all: async (interview) => inOrder(await readAll<StoredBatch>(db, 'outbox', interview)),
});

const keyOf = ({ interview, client_id, first_seq }: StoredBatch): [string, string, number] => [interview, client_id, first_seq];

function inOrder(batches: StoredBatch[]): StoredBatch[] {
  const born = new Map<string, number>();
  for (const { client_id, at } of batches) born.set(client_id, Math.min(at, born.get(client_id) ?? Infinity));
  const bornAt = (batch: StoredBatch) => born.get(batch.client_id) ?? batch.at;
  return batches.toSorted((a, b) => bornAt(a) - bornAt(b) || a.client_id.localeCompare(b.client_id) || a.first_seq - b.first_seq);
}
