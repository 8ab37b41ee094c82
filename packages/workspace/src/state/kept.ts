/**
 * Small things that survive a reload in localStorage. It is shared with the host page, so what comes out is checked by whoever reads it;
 * where storage is blocked or full, nothing is kept.
 */
export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Then a reload starts without it.
  }
}

export function kept<T>(key: string): Partial<T> | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
