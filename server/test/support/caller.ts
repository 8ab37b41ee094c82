export interface Answer {
  status: number;
  headers: Headers;
  /** The JSON of the answer; null when it has none. */
  body: any;
  text: string;
}

/** Someone who calls the API: always with the same headers. */
export class Caller {
  constructor(
    readonly url: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  get = (path: string, headers?: Record<string, string>) => this.send('GET', path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Record<string, string>) => this.send('POST', path, body, headers);
  put = (path: string, body?: unknown, headers?: Record<string, string>) => this.send('PUT', path, body, headers);
  delete = (path: string) => this.send('DELETE', path);

  with = (headers: Record<string, string>) => new Caller(this.url, { ...this.headers, ...headers });

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...this.headers, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, headers: answer.headers, text, body: json ? JSON.parse(text) : null };
  }

  /** The body of a POST that must succeed. */
  async made(path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.post(path, body);
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }
}
