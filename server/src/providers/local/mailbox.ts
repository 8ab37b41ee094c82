/** A queue from callbacks to one `for await`. What is put must be bounded by whoever puts it. */
export class Mailbox<T> implements AsyncIterable<T> {
  private waiting: T[] = [];
  private over = false;
  private failure: { error: unknown } | null = null;
  private wake: () => void = () => undefined;

  put(item: T): void {
    if (this.over) return;
    this.waiting.push(item);
    this.wake();
  }

  finish(last: T): void {
    this.put(last);
    this.over = true;
    this.wake();
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.over = true;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const items = this.waiting;
      this.waiting = [];
      yield* items;
      if (this.waiting.length > 0) continue;
      if (this.failure) throw this.failure.error;
      if (this.over) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
