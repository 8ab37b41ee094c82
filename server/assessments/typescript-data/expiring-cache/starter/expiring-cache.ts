export interface CacheOptions {
  capacity: number;
  ttlMs: number;
  now?: () => number;
}

export class ExpiringCache<K, V> {
  constructor(private readonly options: CacheOptions) {}

  set(key: K, value: V): void {
    throw new Error('not written yet');
  }

  get(key: K): V | undefined {
    return undefined;
  }

  has(key: K): boolean {
    return false;
  }

  delete(key: K): boolean {
    return false;
  }

  get size(): number {
    return 0;
  }

  keys(): K[] {
    return [];
  }
}
