/**
 * What must survive a reload, in one IndexedDB database: `outbox` holds batches of events until the server has them, `drafts` the text
 * of files that the server doesn't have yet, `openings` what the server has, for pages that are loaded while it is away.
 */
const name = 'interviewlm';
const version = 2;
const stores = ['outbox', 'drafts', 'openings'] as const;

export type StoreName = (typeof stores)[number];

/** The database, or null where the browser has none to give (private windows, blocked storage). */
export function openDatabase(): Promise<IDBDatabase | null> {
  if (typeof indexedDB === 'undefined') return Promise.resolve(null);
  return new Promise((resolve) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      const known = request.result.objectStoreNames;
      for (const store of stores) if (!known.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      // Another tab with a newer version must be able to upgrade.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => resolve(null);
  });
}

/** Writes without waiting for a later turn, so that even the last write of a page that goes away gets out. */
export function write(db: IDBDatabase, store: StoreName, change: (objects: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, 'readwrite', { durability: 'relaxed' });
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('The write was aborted'));
    change(transaction.objectStore(store));
    transaction.commit();
  });
}

/** All values whose key is an array that starts with `prefix`, in the order of their keys. */
export function readAll<T>(db: IDBDatabase, store: StoreName, prefix: string): Promise<T[]> {
  return new Promise((resolve, reject) => {
    // An empty array sorts after every string and number: the range is every key that starts with the prefix.
    const request = db
      .transaction(store)
      .objectStore(store)
      .getAll(IDBKeyRange.bound([prefix], [prefix, []]));
    request.onsuccess = () => resolve(request.result as T[]);
    request.onerror = () => reject(request.error ?? new Error('The read failed'));
  });
}
