import { createClient, type Client } from '@interviewlm/client';
import { consoleHeader } from '@interviewlm/protocol';

/** The server no longer knows who we are: heard by the page, on the window. */
export class SignedOutEvent extends Event {
  static readonly eventName = 'console-signed-out';
  constructor() {
    super(SignedOutEvent.eventName);
  }
}

/** To our own server alone, with the session's cookie, and the header that no other page can send. */
export async function ownFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set(consoleHeader, '1');
  const answer = await fetch(input, { ...init, headers, credentials: 'same-origin', mode: 'same-origin' });
  if (answer.status === 401) window.dispatchEvent(new SignedOutEvent());
  return answer;
}

/** The API, with the rights of who is signed in. */
export const api: Client = createClient({ baseUrl: location.origin, fetch: ownFetch });
