import { ConnectionError, ProblemError } from '@interviewlm/client';
import { consoleHeader, type ConsoleSession, type KeyScope, type Problem } from '@interviewlm/protocol';

const path = '/console/session';

/** Who is signed in; null for nobody. */
export async function currentSession(): Promise<ConsoleSession | null> {
  const answer = await send('GET');
  return answer.status === 204 ? null : ((await answer.json()) as ConsoleSession);
}

/** The key goes into this one request, and nowhere else. Throws `ProblemError` when it is refused. */
export async function signIn(key: string): Promise<ConsoleSession> {
  return (await (await send('POST', { key })).json()) as ConsoleSession;
}

export async function signOut(): Promise<void> {
  await send('DELETE');
}

/** Whether the session's key has a scope. */
export const may = ({ scopes }: ConsoleSession, scope: KeyScope): boolean => scopes === null || scopes.includes(scope);

async function send(method: string, body?: unknown): Promise<Response> {
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    mode: 'same-origin',
    headers: { [consoleHeader]: '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new ConnectionError('The server can not be reached', { cause });
  });
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => null)) as Problem | null;
  if (!problem) throw new ConnectionError(`The server answered ${answer.status}`);
  throw new ProblemError(problem);
}
