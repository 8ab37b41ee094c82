/** Something that says when it changed. What changed is read from it, never sent along. */
export class Observable {
  private readonly listeners = new Set<() => void>();

  /** Calls back after each change. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
