export class RateLimiter {
  #limit;
  #windowMs;
  #now;
  #clients = new Map();
  /** Every passed request of the window, oldest first: `#head` is the first that may still have to be forgotten. */
  #passed = [];
  #head = 0;

  constructor({ limit, windowMs, now = Date.now }) {
    for (const [name, value] of Object.entries({ limit, windowMs })) {
      if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a positive integer`);
    }
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  get size() {
    return this.#clients.size;
  }

  take(client) {
    const now = this.#now();
    const gone = now - this.#windowMs;
    this.#forget(gone);
    const times = this.#clients.get(client) ?? new Ring(this.#limit);
    while (times.length > 0 && times.first <= gone) times.shift();
    if (times.length >= this.#limit) {
      return { allowed: false, remaining: 0, retryAfterMs: times.first + this.#windowMs - now };
    }
    times.push(now);
    this.#clients.set(client, times);
    this.#passed.push({ client, at: now });
    return { allowed: true, remaining: this.#limit - times.length, retryAfterMs: 0 };
  }

  #forget(gone) {
    while (this.#head < this.#passed.length && this.#passed[this.#head].at <= gone) {
      const { client } = this.#passed[this.#head];
      this.#head += 1;
      if (this.#clients.get(client)?.last <= gone) this.#clients.delete(client);
    }
    if (this.#head > 1000 && this.#head * 2 > this.#passed.length) {
      this.#passed = this.#passed.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** A queue that grows up to its capacity and never moves its items. */
class Ring {
  #items = [];
  #start = 0;
  length = 0;

  constructor(capacity) {
    this.capacity = capacity;
  }

  get first() {
    return this.#items[this.#start];
  }

  get last() {
    return this.#items[(this.#start + this.length - 1) % this.capacity];
  }

  push(item) {
    this.#items[(this.#start + this.length) % this.capacity] = item;
    this.length += 1;
  }

  shift() {
    this.#start = (this.#start + 1) % this.capacity;
    this.length -= 1;
  }
}
