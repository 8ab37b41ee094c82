export interface CacheOptions {
  capacity: number;
  ttlMs: number;
  now?: () => number;
}

interface Entry<V> {
  value: V;
  expiresAt: number;
}

export class ExpiringCache<K, V> {
  /** Least recently used first. */
  readonly #entries = new Map<K, Entry<V>>();
  readonly #fetching = new Map<K, Promise<V>>();
  readonly #capacity: number;
  readonly #ttlMs: number;
  readonly #now: () => number;

  constructor({ capacity, ttlMs, now = Date.now }: CacheOptions) {
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
    this.#now = now;
  }

  set(key: K, value: V): void {
    this.#fetching.delete(key);
    this.#entries.delete(key);
    if (this.#entries.size >= this.#capacity) this.#makeRoom();
    this.#entries.set(key, { value, expiresAt: this.#now() + this.#ttlMs });
  }

  get(key: K): V | undefined {
    const entry = this.#live(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  has(key: K): boolean {
    return this.#live(key) !== undefined;
  }

  load(key: K, fetch: (key: K) => Promise<V>): Promise<V> {
    if (this.has(key)) return Promise.resolve(this.get(key) as V);
    const running = this.#fetching.get(key);
    if (running) return running;
    const started: Promise<V> = this.#fetch(key, fetch, () => this.#fetching.get(key) === started);
    this.#fetching.set(key, started);
    return started;
  }

  delete(key: K): boolean {
    this.#fetching.delete(key);
    const wasThere = this.has(key);
    this.#entries.delete(key);
    return wasThere;
  }

  get size(): number {
    this.#dropExpired();
    return this.#entries.size;
  }

  keys(): K[] {
    this.#dropExpired();
    return [...this.#entries.keys()];
  }

  async #fetch(key: K, fetch: (key: K) => Promise<V>, isNewest: () => boolean): Promise<V> {
    try {
      const value = await Promise.resolve(key).then(fetch);
      if (isNewest()) this.set(key, value);
      return value;
    } catch (error) {
      if (isNewest()) this.#fetching.delete(key);
      throw error;
    }
  }

  #live(key: K): Entry<V> | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAt > this.#now() ? entry : undefined;
  }

  #makeRoom(): void {
    this.#dropExpired();
    if (this.#entries.size < this.#capacity) return;
    const [oldest] = this.#entries.keys();
    this.#entries.delete(oldest as K);
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const [key, { expiresAt }] of this.#entries) if (expiresAt <= now) this.#entries.delete(key);
  }
}
