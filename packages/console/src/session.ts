import { ConnectionError, ProblemError } from '@interviewlm/client';
import {
  consoleHeader,
  type ConsoleSession,
  type ConsoleSignIn,
  type ConsoleSignOut,
  type KeyScope,
  type NewConsoleSession,
  type Problem,
} from '@interviewlm/protocol';

const path = '/console/session';

/** Who is signed in; null for nobody. */
export async function currentSession(): Promise<ConsoleSession | null> {
  const answer = await send('GET');
  return answer.status === 204 ? null : ((await answer.json()) as ConsoleSession);
}

/** How one can sign in, and where to, of a person who has proven who they are. */
export async function waysIn(): Promise<ConsoleSignIn> {
  return (await (await send('GET', undefined, '/console/sign-in')).json()) as ConsoleSignIn;
}

/** A key goes into this one request, and nowhere else. Throws `ProblemError` when it is refused. */
export async function signIn(credential: NewConsoleSession): Promise<ConsoleSession> {
  return (await (await send('POST', credential)).json()) as ConsoleSession;
}

/** Where the person signs out of their provider too; null where there is nothing more to do. */
export async function signOut(): Promise<string | null> {
  const answer = await send('DELETE');
  return answer.status === 204 ? null : ((await answer.json()) as ConsoleSignOut).continue_at;
}

/** Whether the session has a scope. */
export const may = ({ scopes }: ConsoleSession, scope: KeyScope): boolean => scopes === null || scopes.includes(scope);

async function send(method: string, body?: unknown, to = path): Promise<Response> {
  const answer = await fetch(to, {
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
