/** A table has changed under a kept plan (a migration, by a newer process), or the server has forgotten the statement. */
const outlived = new Set(['0A000', '26000']);
/** So many texts are counted at a time. */
const mostCounted = 1000;

export interface NamingOptions {
  /** How the names begin. */
  readonly prefix: string;
  /** A connection keeps every named statement, with its plan, until it ends. */
  readonly most: number;
  /** A statement gets its name when it comes for this time: what is asked once takes no place. */
  readonly from?: number;
  /** Which texts may have one; asked when one is about to get its. */
  readonly keeps?: (text: string) => boolean;
}

/**
 * Names for statements, so that each connection parses and plans them once. Those that come when there are enough stay without: texts
 * that differ with the length of a list, say, are without end.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  #generation = 0;

  constructor(private readonly options: NamingOptions) {}

  of(text: string): string | undefined {
    const { prefix, most, keeps } = this.options;
    const known = this.#names.get(text);
    if (known || this.#names.size >= most || !this.#isFrequent(text) || keeps?.(text) === false) return known;
    const name = `${prefix}_${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /** Whether the error means that a kept statement is no good any more. Then all get new names. */
  outlived(error: unknown): boolean {
    if (!outlived.has((error as { code?: string }).code ?? '')) return false;
    this.#generation++;
    this.#names.clear();
    return true;
  }

  #isFrequent(text: string): boolean {
    const { from = 1 } = this.options;
    const count = (this.#counts.get(text) ?? 0) + 1;
    if (count < from && this.#counts.size >= mostCounted) this.#counts.clear();
    if (count < from) this.#counts.set(text, count);
    else this.#counts.delete(text);
    return count >= from;
  }
}
