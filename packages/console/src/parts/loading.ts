import type { nothing } from 'lit';
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { problemNotice } from './problem.js';

/** What is known of a question to the server. While it is asked again the last answer stays. */
type State<T> =
  { readonly name: 'loading' } | { readonly name: 'failed'; readonly error: unknown } | { readonly name: 'ready'; readonly value: T };

/** Asks when its element is connected, and when told to; an answer that comes after the next question is dropped. */
export class Loading<T> implements ReactiveController {
  state: State<T> = { name: 'loading' };
  /** It is being asked, for the first time or again. */
  busy = false;
  private current: AbortController | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ask: (signal: AbortSignal) => Promise<T>,
    private readonly what: string,
  ) {
    host.addController(this);
  }

  get value(): T | null {
    return this.state.name === 'ready' ? this.state.value : null;
  }

  hostConnected(): void {
    void this.reload();
  }

  hostDisconnected(): void {
    this.current?.abort();
    this.current = null;
  }

  readonly reload = async (): Promise<void> => {
    this.current?.abort();
    const { signal } = (this.current = new AbortController());
    this.busy = true;
    if (this.state.name === 'failed') this.state = { name: 'loading' };
    this.host.requestUpdate();
    try {
      this.settle(signal, { name: 'ready', value: await this.ask(signal) });
    } catch (error) {
      this.settle(signal, { name: 'failed', error });
    }
  };

  /** The answer by `view`, or what is said in its place. */
  render(view: (value: T) => TemplateResult | typeof nothing): TemplateResult | typeof nothing {
    if (this.state.name === 'ready') return view(this.state.value);
    if (this.state.name === 'failed') return problemNotice(this.state.error, this.reload);
    return html`<p class="loading"><ilm-spinner label="Loading ${this.what} …"></ilm-spinner></p>`;
  }

  private settle(signal: AbortSignal, state: State<T>): void {
    if (signal.aborted) return;
    this.busy = false;
    this.state = state;
    this.host.requestUpdate();
  }
}
