/** The few calls of the REST API that this system makes, with its secret key. */
export class InterviewLM {
  #baseUrl;
  #secretKey;

  constructor(baseUrl, secretKey) {
    this.#baseUrl = baseUrl;
    this.#secretKey = secretKey;
  }

  get(path) {
    return this.#call(path, { method: 'GET' });
  }

  post(path, body) {
    return this.#call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** Throws an error with the `status` of the answer and its `detail` as message. */
  async #call(path, { headers, ...init }) {
    const answer = await fetch(new URL(path, this.#baseUrl), {
      ...init,
      headers: { ...headers, Authorization: `Bearer ${this.#secretKey}` },
      signal: AbortSignal.timeout(15_000),
    });
    const json = await answer.json();
    if (answer.ok) return json;
    const message = json.errors?.map(({ path: field, message: why }) => `${field} ${why}`).join(', ') || json.detail || json.title;
    throw Object.assign(new Error(message), { status: answer.status });
  }
}
