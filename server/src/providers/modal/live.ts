import type { Sandbox } from 'modal';
import { within } from './deadline.js';
import type { Account } from './account.js';
import { isNotFound, toVolumeError, vendorErrors } from './errors.js';

/** Tags that we put on every session's sandbox, beside the caller's own. */
export const sessionTag = 'interviewlm_session';
export const volumeTag = 'interviewlm_volume';

/** The sandboxes that run, whichever process opened them. A handle is kept until it turns out to be dead. */
export class LiveSandboxes {
  readonly #byVolume = new Map<string, Sandbox>();

  constructor(private readonly account: Account) {}

  remember(volume: string, sandbox: Sandbox): void {
    this.#byVolume.set(volume, sandbox);
  }

  forget(sandbox: Sandbox): void {
    for (const [volume, known] of this.#byVolume) if (known.sandboxId === sandbox.sandboxId) this.#byVolume.delete(volume);
  }

  /** The session's sandbox by its name, or null. */
  async ofSession(session: string): Promise<Sandbox | null> {
    await this.account.app();
    return vendorErrors(async () => {
      try {
        return await within(() => this.account.client.sandboxes.fromName(this.account.namespace, session), 30_000);
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    });
  }

  /** Does it in the sandbox that mounts the volume, else without one. A sandbox that dies meanwhile counts as none. */
  async use<T>(volume: string, alive: (sandbox: Sandbox) => Promise<T>, cold: () => Promise<T>): Promise<T> {
    const sandbox = await this.#ofVolume(volume);
    if (!sandbox) return cold();
    try {
      return await alive(sandbox);
    } catch (error) {
      const failure = toVolumeError(error);
      const vendor = failure.code === 'unavailable' || isNotFound(failure.cause);
      if (!vendor || !(await this.isOver(sandbox))) throw failure;
      this.forget(sandbox);
      return cold();
    }
  }

  async isOver(sandbox: Sandbox): Promise<boolean> {
    try {
      return (await within(() => sandbox.poll(), 10_000)) !== null;
    } catch (error) {
      return isNotFound(error);
    }
  }

  async #ofVolume(volume: string): Promise<Sandbox | null> {
    const known = this.#byVolume.get(volume);
    if (known) return known;
    const { appId } = await this.account.app();
    const found = await vendorErrors(() =>
      within(() => first(this.account.client.sandboxes.list({ appId, tags: { [volumeTag]: volume } })), 30_000),
    );
    if (found) this.remember(volume, found);
    return found;
  }
}

async function first<T>(items: AsyncIterable<T>): Promise<T | null> {
  for await (const item of items) return item;
  return null;
}
