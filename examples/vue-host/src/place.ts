/** `/?interview=itv_…&view=replay`: which interview this page shows, and where the interviews are. */
const query = new URLSearchParams(location.search);

export const interview = query.get('interview') ?? '';
export const isReplay = query.get('view') === 'replay';
export const baseUrl: string = import.meta.env.VITE_INTERVIEWLM_URL ?? 'http://127.0.0.1:3000';

/** Your own server, which has the secret key, knows who is signed in and asks for a session token of one interview. */
export async function fetchToken(): Promise<string> {
  const answer = await fetch(`/token/${interview}/${isReplay ? 'reviewer' : 'candidate'}`, { method: 'POST' });
  if (!answer.ok) throw new Error('The server of this page gave no session token.');
  return ((await answer.json()) as { token: string }).token;
}
