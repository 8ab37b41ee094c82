import type { Hold } from './hold.js';

const nameOf = (interview: string) => `interviewlm.workspace.${interview}`;
/** Long enough for a page that is being left to let go. */
const patienceMs = 600;

/**
 * Makes this the one tab that works on the interview; two would overwrite each other's text. Null when another tab has it. With `steal`
 * the other tab loses it; `onLost` is called when that happens to us.
 */
export async function holdInterview(interview: string, options: { steal: boolean; onLost: () => void }): Promise<Hold | null> {
  const name = nameOf(interview);
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return (await import('./one-tab-by-messages.js')).holdByMessages(name, options);
  const ask = (how: LockOptions) => request(locks, name, how, options.onLost);
  if (options.steal) return ask({ steal: true });
  // Only who was told that there is another tab waits for it, and gives up: a slow browser is no reason to say that there is one.
  return (await ask({ ifAvailable: true })) ?? ask({ signal: AbortSignal.timeout(patienceMs) });
}

function request(locks: LockManager, name: string, how: LockOptions, onLost: () => void): Promise<Hold | null> {
  return new Promise((resolve) => {
    const state = { isHeld: false, isReleased: false };
    const held = locks.request(name, how, (lock) => {
      if (!lock) return resolve(null);
      state.isHeld = true;
      return new Promise<void>((done) => {
        resolve({
          release: () => {
            state.isReleased = true;
            done();
          },
        });
      });
    });
    held.catch(() => {
      if (!state.isHeld) resolve(null);
      else if (!state.isReleased) onLost();
    });
  });
}
