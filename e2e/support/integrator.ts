/** `body` is the parsed JSON, whatever it holds: the tests say what they expect of it. */
interface Answer {
  status: number;
  body: any;
  text: string;
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

  get = (path: string) => this.send('GET', path);
  post = (path: string, body?: unknown) => this.send('POST', path, body);
  put = (path: string, body: unknown) => this.send('PUT', path, body);

  /** An interview on the first assessment whose first question is `slug`. */
  async createInterview(slug: string, email = 'ada@example.com') {
    const { body } = await this.get('/api/assessments?limit=100');
    const assessment = body.data.find((each: any) => each.questions[0].slug === slug);
    if (!assessment) throw new Error(`No assessment starts with ${slug}.`);
    return (await this.post('/api/interview', { assessment: assessment.id, candidate: { name: 'Ada Lovelace', email } })).body;
  }
}
