import type { ReplayState } from './state.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Mutable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends readonly (infer I)[] ? I[] : T;
type Collection = 'files' | 'tabs' | 'terminals' | 'messages' | 'runs';

/**
 * A state in the making. Collections are copied the first time an event writes to them, so five hundred events over ten
 * thousand files copy the map once, and the state that the draft began from never changes.
 */
export class Draft {
  readonly next: Writable<ReplayState>;
  #owned = new Set<Collection>();

  constructor(base: ReplayState) {
    this.next = { ...base };
  }

  own<K extends Collection>(key: K): Mutable<ReplayState[K]> {
    if (!this.#owned.has(key)) {
      this.#owned.add(key);
      const value = this.next[key];
      (this.next as Record<Collection, unknown>)[key] = Array.isArray(value) ? [...value] : new Map(value as ReadonlyMap<unknown, unknown>);
    }
    return this.next[key] as unknown as Mutable<ReplayState[K]>;
  }

  patch<K extends 'signals'>(key: K, change: Partial<ReplayState[K]>): void {
    this.next[key] = { ...this.next[key], ...change };
  }
}
