const codePattern = /ilm_inv_[A-Za-z0-9_-]+/;

/**
 * The code that the link carried. The fragment stays as it is, so that a reload and a bookmark work; the copy in the tab's storage is
 * for when something else has changed the fragment meanwhile. Null when the visitor came without one.
 */
export function linkCode(interview: string): string | null {
  const key = `interviewlm:code:${interview}`;
  const [inLink] = codePattern.exec(location.hash) ?? [];
  try {
    if (inLink) sessionStorage.setItem(key, inLink);
    return inLink ?? sessionStorage.getItem(key);
  } catch {
    return inLink ?? null;
  }
}

/** Whether a workspace has been open on this machine: it keeps how it was arranged (`packages/workspace/src/state/memory.ts`). */
export function hasDesk(interview: string): boolean {
  try {
    return `interviewlm.desk.${interview}` in localStorage;
  } catch {
    return false;
  }
}
