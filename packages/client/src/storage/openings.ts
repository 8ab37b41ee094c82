import type { WorkspaceOpening } from '@interviewlm/protocol';
import { openDatabase, readAll, write } from './database.js';

/** What the server last answered to the opening of a workspace, brought up to date by what it confirmed since. */
export interface StoredOpening {
  readonly opening: WorkspaceOpening;
  /** When it was true, by this machine's clock. */
  readonly at: number;
}

export interface Openings {
  put(interview: string, stored: StoredOpening): Promise<void>;
  get(interview: string): Promise<StoredOpening | null>;
  remove(interview: string): Promise<void>;
}

/** Copies in IndexedDB, by which a page that is loaded while the server is away opens all the same. Without one, nothing is kept. */
export async function openOpenings(): Promise<Openings> {
  const db = await openDatabase();
  if (!db) return { put: async () => undefined, get: async () => null, remove: async () => undefined };
  return {
    put: (interview, stored) => write(db, 'openings', (objects) => objects.put(stored, [interview])),
    get: async (interview) => (await readAll<StoredOpening>(db, 'openings', interview))[0] ?? null,
    remove: (interview) => write(db, 'openings', (objects) => objects.delete([interview])),
  };
}
