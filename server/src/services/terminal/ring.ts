const firstBytes = 16 * 1024;

/** The last bytes of a stream, addressed by their absolute offset from its start. Costs its bytes and no more, however small the pieces are. */
export class Ring {
  #bytes: Buffer;
  #start: number;
  #end: number;

  /** `origin` is the offset of the first byte that will be appended. */
  constructor(
    origin: number,
    readonly capacity: number,
  ) {
    this.#bytes = Buffer.allocUnsafe(Math.min(firstBytes, capacity));
    this.#start = origin;
    this.#end = origin;
  }

  /** Offset of the oldest byte that is still here. */
  get start(): number {
    return this.#start;
  }

  /** Offset of the next byte. */
  get end(): number {
    return this.#end;
  }

  append(data: Uint8Array): void {
    const kept = data.subarray(Math.max(0, data.length - this.capacity));
    this.#makeRoom(this.#end - this.#start + kept.length);
    this.#end += data.length;
    this.#start = Math.max(this.#start, this.#end - this.#bytes.length);
    const place = (this.#end - kept.length) % this.#bytes.length;
    const untilEdge = this.#bytes.length - place;
    this.#bytes.set(kept.subarray(0, untilEdge), place);
    this.#bytes.set(kept.subarray(untilEdge), 0);
  }

  /** At most `limit` bytes from `offset` on, as a copy; empty at the end. Bytes that are gone are skipped. */
  read(offset: number, limit: number): { offset: number; data: Buffer } {
    const from = Math.min(Math.max(offset, this.#start), this.#end);
    return { offset: from, data: this.#copy(from, Math.min(from + limit, this.#end)) };
  }

  /** Goes on at a later offset; nothing before it is kept. */
  skipTo(offset: number): void {
    if (offset <= this.#end) return;
    this.#start = offset;
    this.#end = offset;
  }

  #copy(from: number, to: number): Buffer {
    const place = from % this.#bytes.length;
    const length = to - from;
    const untilEdge = Math.min(length, this.#bytes.length - place);
    return Buffer.concat([this.#bytes.subarray(place, place + untilEdge), this.#bytes.subarray(0, length - untilEdge)], length);
  }

  /** Doubles until so many bytes fit, or there is no more to be had: most terminals never show much. */
  #makeRoom(wanted: number): void {
    if (wanted <= this.#bytes.length || this.#bytes.length === this.capacity) return;
    const held = this.#copy(this.#start, this.#end);
    this.#bytes = Buffer.allocUnsafe(Math.min(this.capacity, Math.max(wanted, this.#bytes.length * 2)));
    const place = this.#start % this.#bytes.length;
    const untilEdge = this.#bytes.length - place;
    this.#bytes.set(held.subarray(0, untilEdge), place);
    this.#bytes.set(held.subarray(untilEdge), 0);
  }
}
