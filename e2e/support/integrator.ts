/** `body` is the parsed JSON, whatever it holds: the tests say what they expect of it. */
interface Answer {
  status: number;
  body: any;
  text: string;
}

export interface Invitation {
  readonly id: string;
  readonly status: string;
  readonly links: { readonly candidate: string; readonly replay: string };
}

/** One company's server: it has a secret key, and plain HTTP. */
export class Integrator {
  constructor(
    private readonly baseUrl: string,
    private readonly secretKey: string,
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.secretKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : null };
  }

  /** The answer's JSON; throws with its text when the call is refused. */
  call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await this.send(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  };

  get = (path: string) => this.send('GET', path);
  post = (path: string, body?: unknown) => this.send('POST', path, body);
  put = (path: string, body: unknown) => this.send('PUT', path, body);

  /** An interview on the first assessment whose first question is `slug`. */
  async createInterview(slug: string, email = 'ada@example.com'): Promise<Invitation> {
    const { data } = await this.call<{ data: { id: string; questions: { slug: string }[] }[] }>('GET', '/api/assessments?limit=100');
    const assessment = data.find(({ questions }) => questions[0]?.slug === slug);
    if (!assessment) throw new Error(`No assessment starts with ${slug}.`);
    return this.call('POST', '/api/interview', { assessment: assessment.id, candidate: { name: 'Ada Lovelace', email } });
  }
}
