import type { Hold } from './hold.js';

const nameOf = (interview: string) => `interviewlm.workspace.${interview}`;
/** Long enough for a page that is being left to let go. */
const patienceMs = 600;

/**
 * Makes this the one tab that works on the interview; two would overwrite each other's text. Null when another tab has it. With `steal`
 * the other tab loses it; `onLost` is called when that happens to us.
 */
export async function holdInterview(interview: string, options: { steal: boolean; onLost: () => void }): Promise<Hold | null> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return (await import('./one-tab-by-messages.js')).holdByMessages(nameOf(interview), options);
  return new Promise((resolve) => {
    const state = { isHeld: false, isReleased: false };
    const request = options.steal ? { steal: true } : { signal: AbortSignal.timeout(patienceMs) };
    const held = locks.request(nameOf(interview), request, () => {
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
      else if (!state.isReleased) options.onLost();
    });
  });
}
