/** A random UUID, also on pages without a secure context, where `crypto.randomUUID` is missing. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Each writer's life holds a lock with its name for as long as its page lives: so others know whose batches were left behind. */
const nameOf = (life: string) => `interviewlm.writer.${life}`;

export function holdLife(life: string, signal: AbortSignal): void {
  void locks()
    ?.request(nameOf(life), () => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })))
    .catch(() => undefined);
}

/** Those of `lives` whose page still lives. Without locks none is known to: the server drops what arrives twice. */
export async function isAlive(lives: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const held = (await locks()?.query())?.held ?? [];
  const names = new Set(held.map(({ name }) => name));
  return new Set([...lives].filter((life) => names.has(nameOf(life))));
}

const locks = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);
