import { ApiError } from '../../errors.js';

/** Seconds after which a page that was sent away may come again. */
const retry_after = 2;

/** Lets so many pieces of work wait or run at once; who comes when it is full is asked to come later: 429 with `retry_after`. */
export class Room {
  #taken = 0;

  constructor(private readonly most: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.most) {
      const headers = { 'Retry-After': String(retry_after) };
      throw new ApiError('rate_limited', 'More is being recorded than can be written. Send this again a little later.', {
        retry_after,
        headers,
      });
    }
    this.#taken++;
    try {
      return await work();
    } finally {
      this.#taken--;
    }
  }
}
