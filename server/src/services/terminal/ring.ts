/** The last bytes of a stream, addressed by their absolute offset from its start. */
export class Ring {
  readonly #chunks: { offset: number; data: Uint8Array }[] = [];
  #start: number;
  #end: number;

  /** `origin` is the offset of the first byte that will be appended. */
  constructor(
    origin: number,
    readonly capacity: number,
  ) {
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
    if (data.length === 0) return;
    this.#chunks.push({ offset: this.#end, data });
    this.#end += data.length;
    while (this.#end - this.#start > this.capacity) this.#dropOldest();
  }

  /** At most `limit` bytes from `offset` on, in one piece; empty at the end. Bytes that are gone are skipped. */
  read(offset: number, limit: number): { offset: number; data: Uint8Array } {
    const from = Math.max(offset, this.#start);
    const to = Math.min(from + limit, this.#end);
    const parts: Uint8Array[] = [];
    for (const chunk of this.#chunks.slice(this.#indexOf(from))) {
      if (chunk.offset >= to) break;
      parts.push(chunk.data.subarray(Math.max(0, from - chunk.offset), to - chunk.offset));
    }
    return { offset: from, data: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts) };
  }

  /** Goes on at a later offset; nothing before it is kept. */
  skipTo(offset: number): void {
    if (offset <= this.#end) return;
    this.#chunks.length = 0;
    this.#start = offset;
    this.#end = offset;
  }

  #dropOldest(): void {
    const [oldest] = this.#chunks;
    if (!oldest) return;
    const over = this.#end - this.#start - this.capacity;
    if (oldest.data.length <= over) {
      this.#chunks.shift();
      this.#start = this.#chunks[0]?.offset ?? this.#end;
    } else {
      this.#start += over;
      this.#chunks[0] = { offset: this.#start, data: oldest.data.subarray(over) };
    }
  }

  /** The last chunk that starts at or before `offset`. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
