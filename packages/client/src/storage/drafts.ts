import { openDatabase, readAll, write } from './database.js';

/** The text of a file that the server hasn't confirmed yet, and the version it was based on (0 for a new file). */
export interface Draft {
  readonly interview: string;
  readonly path: string;
  readonly content: string;
  readonly base_version: number;
  readonly at: number;
}

export interface Drafts {
  put(draft: Draft): Promise<void>;
  remove(interview: string, path: string): Promise<void>;
  all(interview: string): Promise<Draft[]>;
}

/** Unsaved text in IndexedDB, or in memory where there is none. */
export async function openDrafts(): Promise<Drafts> {
  const db = await openDatabase();
  if (!db) return memoryDrafts();
  return {
    put: (draft) => write(db, 'drafts', (objects) => objects.put(draft, [draft.interview, draft.path])),
    remove: (interview, path) => write(db, 'drafts', (objects) => objects.delete([interview, path])),
    all: (interview) => readAll<Draft>(db, 'drafts', interview),
  };
}

export function memoryDrafts(): Drafts {
  const drafts = new Map<string, Draft>();
  const keyOf = (interview: string, path: string) => `${interview}/${path}`;
  return {
    put: async (draft) => void drafts.set(keyOf(draft.interview, draft.path), draft),
    remove: async (interview, path) => void drafts.delete(keyOf(interview, path)),
    all: async (interview) => [...drafts.values()].filter((draft) => draft.interview === interview),
  };
}
