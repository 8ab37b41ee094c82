/** Calls this server's own API as any integrator would. */
export class DemoApi {
  constructor(
    readonly baseUrl: string,
    readonly credential: string,
  ) {}

  get = <T>(path: string): Promise<T> => this.json('GET', path);
  post = <T>(path: string, body: unknown = {}): Promise<T> => this.json('POST', path, body);
  put = <T>(path: string, body: unknown): Promise<T> => this.json('PUT', path, body);

  /** The text of a POST that answers with a stream, once it has ended. */
  async stream(path: string, body: unknown): Promise<string> {
    return (await this.call('POST', path, body)).text();
  }

  private async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.call(method, path, body)).json()) as T;
  }

  private async call(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${this.credential}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
