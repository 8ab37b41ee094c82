/** Letters that come within so long of each other make one word. */
const togetherMs = 600;

/** Finds an entry by the first letters of its name, as lists, menus and trees do: letters add up, and the same one again goes on. */
export class TypeAhead {
  private typed = '';
  private last = -Infinity;

  /**
   * The index of the next name, after `from` and round again, that starts with what was typed; -1 when none does. What counts is when a key
   * was pressed, not when a busy page came to it.
   */
  find({ key, timeStamp }: Pick<KeyboardEvent, 'key' | 'timeStamp'>, names: readonly string[], from: number): number {
    const isFresh = timeStamp - this.last > togetherMs;
    this.last = timeStamp;
    this.typed = (isFresh ? '' : this.typed) + key.toLowerCase();
    const first = this.typed.charAt(0);
    const isRepeated = this.typed === first.repeat(this.typed.length);
    const wanted = isRepeated ? first : this.typed;
    // A word that grows may still mean the entry it stands on; the same letter again means the next one.
    const start = isRepeated ? from + 1 : from;
    const order = names.map((_, step) => (((start + step) % names.length) + names.length) % names.length);
    return order.find((at) => names[at]?.toLowerCase().startsWith(wanted)) ?? -1;
  }
}

/** True for a key that types something, without a modifier that makes it a command. */
export const isLetter = (event: KeyboardEvent): boolean => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
