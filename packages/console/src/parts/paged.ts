import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { Loading } from './loading.js';
import { problemText } from './problem.js';

interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}

/** A list that comes page by page. `reload` begins again, with other filters for example. */
export class Paged<T> implements ReactiveController {
  private readonly first: Loading<Page<T>>;
  private more: readonly Page<T>[] = [];
  private busy = false;
  private problem = '';
  private generation = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ask: (cursor: string | undefined, signal: AbortSignal | undefined) => Promise<Page<T>>,
    what: string,
  ) {
    this.first = new Loading(host, (signal) => this.ask(undefined, signal), what);
    host.addController(this);
  }

  get items(): readonly T[] {
    return [this.first.value, ...this.more].flatMap((page) => page?.data ?? []);
  }

  hostDisconnected(): void {
    this.generation++;
  }

  readonly reload = async (): Promise<void> => {
    this.generation++;
    await this.first.reload();
    this.more = [];
    this.problem = '';
    this.host.requestUpdate();
  };

  /** The list by `view`, `empty` for none, and a button for the next page. */
  render(view: (items: readonly T[]) => TemplateResult, empty: () => TemplateResult): TemplateResult | typeof nothing {
    return this.first.render(() => {
      const { items } = this;
      if (items.length === 0) return empty();
      return html`<div aria-busy=${this.first.busy || this.busy}>${view(items)}</div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${
          this.next === null
            ? nothing
            : html`<p class="more"><button class="button" ?disabled=${this.busy} @click=${this.readOn}>Show more</button></p>`
        }`;
    });
  }

  private get next(): string | null {
    return (this.more.at(-1) ?? this.first.value)?.next_cursor ?? null;
  }

  private readonly readOn = async (): Promise<void> => {
    const { next, generation } = this;
    if (next === null || this.busy) return;
    this.busy = true;
    this.host.requestUpdate();
    try {
      const page = await this.ask(next, undefined);
      // Another list was asked for meanwhile.
      if (generation === this.generation) [this.more, this.problem] = [[...this.more, page], ''];
    } catch (error) {
      if (generation === this.generation) this.problem = problemText(error);
    }
    this.busy = false;
    this.host.requestUpdate();
  };
}
