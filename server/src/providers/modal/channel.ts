/** Events from many writers to one reader. Writers wait while `room` events are unread, so that a slow reader slows them. */
export class Channel<T> {
  readonly #items: T[] = [];
  #ended = false;
  #wake: () => void = () => undefined;
  #taken: (() => void)[] = [];

  constructor(private readonly room = 64) {}

  async put(item: T): Promise<void> {
    this.#items.push(item);
    this.#wake();
    if (this.#items.length >= this.room) await new Promise<void>((resolve) => this.#taken.push(resolve));
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        for (const resolve of this.#taken.splice(0)) resolve();
        yield item;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}
