/** Session tokens from the page's own server, which answers a POST with `{token}`. */
export function tokensFrom(url: string): () => Promise<string> {
  return async () => {
    const answer = await fetch(url, { method: 'POST', credentials: 'same-origin', cache: 'no-store' });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status} when asked for a session token.`);
    const { token } = (await answer.json()) as { token: string };
    return token;
  };
}
