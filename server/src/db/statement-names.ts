/** A table has changed under a kept plan (a migration, by a newer process), or the server has forgotten the statement. */
const outlived = new Set(['0A000', '26000']);
/**
 * Names for statements, so that each connection parses and plans them once. Those that come when there are enough stay without: texts
 * that differ with the length of a list, say, are without end.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #generation = 0;

  /** `most`: a connection keeps every named statement, with its plan, until it ends. */
  constructor(private readonly most: number) {}

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known || this.#names.size >= this.most) return known;
    const name = `read_${this.#generation}_${this.#names.size}`;
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
}
