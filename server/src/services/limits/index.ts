import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { takeTokens } from '../../db/rate-buckets.js';

export interface Rate {
  /** Named in the `RateLimit` headers. */
  readonly name: string;
  /** So many at once … */
  readonly burst: number;
  /** … and so many more each second. */
  readonly perSecond: number;
}

/** What a bucket said: how many are left, and the seconds until there is one again. */
export interface Verdict {
  readonly allowed: boolean;
  readonly left: number;
  readonly wait_s: number;
}

/** What this process has of a shared bucket. */
interface Share {
  /** Taken out of the bucket, and not used yet. */
  credit: number;
  /** In the bucket, when it was asked last. */
  remaining: number;
  /** The bucket was empty then: until this moment nobody needs to ask again. */
  emptyUntil: number;
  /** What is being asked for at this moment; tells how much was granted. */
  asking: Promise<number> | null;
}

/** A large bucket is emptied a fiftieth at a time: its callers ask the database for every twentieth request, say, and not for each. */
const shareOf = ({ burst }: Rate) => Math.max(1, Math.floor(burst / 50));
const mostShares = 50_000;

/**
 * Token buckets that all processes share, in PostgreSQL. A process may use what it took out of one without asking, so with several of them
 * a large limit is exact but for a fiftieth each; a small one, for guesses say, is exact.
 */
export class RateLimiter {
  readonly #shares = new Map<string, Share>();

  constructor(
    private readonly knex: Knex,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether the bucket was empty a moment ago, as far as this process knows: asks nobody. */
  isSpent(rate: Rate, who: string): boolean {
    return (this.#shares.get(keyOf(rate, who))?.emptyUntil ?? 0) > this.now();
  }

  async take(rate: Rate, who: string): Promise<Verdict> {
    const share = this.#shareOf(keyOf(rate, who));
    while (share.credit < 1) {
      if (share.emptyUntil > this.now()) return this.#verdict(share, false);
      // Many who come at once ask once: each with a share of their own would empty the bucket for nobody.
      share.asking ??= this.#ask(rate, who, share).finally(() => (share.asking = null));
      if ((await share.asking) < 1) return this.#verdict(share, false);
    }
    share.credit--;
    return this.#verdict(share, true);
  }

  async #ask(rate: Rate, who: string, share: Share): Promise<number> {
    const { granted, remaining } = await takeTokens(this.knex, bucketOf(rate, who), rate, shareOf(rate));
    share.credit += granted;
    share.remaining = remaining;
    share.emptyUntil = remaining < 1 && granted <= 1 ? this.now() + ((1 - remaining) / rate.perSecond) * 1000 : 0;
    return granted;
  }

  #verdict({ credit, remaining, emptyUntil }: Share, allowed: boolean): Verdict {
    const left = credit + remaining;
    // Whoever is refused waits a moment, also when the bucket has just got its next token.
    const wait_s = allowed && left >= 1 ? 0 : Math.max(allowed ? 0 : 1, Math.ceil((emptyUntil - this.now()) / 1000));
    return { allowed, left: Math.floor(left), wait_s };
  }

  /** The least recently used go first when there are too many: what they had taken out comes back by itself. */
  #shareOf(key: string): Share {
    const share = this.#shares.get(key) ?? { credit: 0, remaining: 0, emptyUntil: 0, asking: null };
    this.#shares.delete(key);
    this.#shares.set(key, share);
    const [oldest] = this.#shares.size > mostShares ? this.#shares.keys() : [];
    if (oldest !== undefined) this.#shares.delete(oldest);
    return share;
  }
}

const keyOf = (rate: Rate, who: string) => `${rate.name} ${who}`;
const bucketOf = (rate: Rate, who: string) => createHash('sha256').update(keyOf(rate, who)).digest();
