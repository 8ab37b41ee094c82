/** The command was called in a way that can't work; the message says how it can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
