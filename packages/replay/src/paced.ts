/**
 * A value that is made again when its key changes, but while more is to come only so often that it takes a small part of the time:
 * what is made from a whole recording would otherwise be made for each of its segments.
 */
export class Paced<T> {
  #key: unknown = Symbol('none');
  #value: T | null = null;
  #rested = 0;

  /** `final` when the key won't change soon: then the value is never an old one. */
  get(key: unknown, final: boolean, make: () => T): T {
    const now = performance.now();
    if (this.#value !== null && (key === this.#key || (!final && now < this.#rested))) return this.#value;
    this.#key = key;
    this.#value = make();
    const after = performance.now();
    this.#rested = after + (after - now) * 20;
    return this.#value;
  }
}
