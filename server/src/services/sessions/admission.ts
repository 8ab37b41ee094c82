/**
 * Remembers which interviews have begun and until when they are certainly not over, so that a busy one isn't looked up for
 * each request. Only ever saves a question: the answer in the database decides.
 */
export class Admissions {
  readonly #until = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  isFresh(interview: string): boolean {
    return (this.#until.get(interview) ?? 0) > this.now();
  }

  /** Good for at most `longest_ms`: an interview may be paused, and its deadline moved, by another process. */
  remember(interview: string, left_ms: number): void {
    this.#until.delete(interview);
    this.#until.set(interview, this.now() + Math.min(left_ms, longest_ms));
    if (this.#until.size > mostRemembered) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const interview of this.#until.keys()) {
      this.#until.delete(interview);
      return;
    }
  }
}

const longest_ms = 30_000;
const mostRemembered = 20_000;
