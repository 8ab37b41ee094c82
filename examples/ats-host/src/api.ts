import { useEffect, useState } from 'react';

export interface Interview {
  readonly id: string;
  readonly status: string;
  readonly candidate: { readonly name: string };
  readonly assessment: { readonly title: string };
  readonly score?: { readonly value: number; readonly max: number } | null;
  readonly created_at: string;
}

export interface Assessment {
  readonly id: string;
  readonly title: string;
}

/** Calls of the system's own server, which alone has the secret key. */
export const get = <T>(path: string): Promise<T> => call<T>(path, { method: 'GET' });
export const post = <T>(path: string, body: object): Promise<T> =>
  call<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(path, init);
  const json = (await answer.json()) as T & { readonly message: string };
  if (!answer.ok) throw new Error(json.message);
  return json;
}

interface Asked<T> {
  readonly data?: T;
  readonly problem?: string;
  /** Asks again. */
  refresh(): void;
}

/** What the server answers, once it has; the newest question counts. */
export function useAnswer<T>(path: string): Asked<T> {
  const [answer, setAnswer] = useState<{ data?: T; problem?: string }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    get<T>(path).then(
      (data) => isCurrent && setAnswer({ data }),
      (error: unknown) => isCurrent && setAnswer({ problem: (error as Error).message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [path, turn]);
  return { ...answer, refresh: () => setTurn((before) => before + 1) };
}
