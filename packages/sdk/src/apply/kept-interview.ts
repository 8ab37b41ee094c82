/** The interview that this tab has started, so that a reload continues it. Pages without storage just start anew. */
export interface KeptInterview {
  readonly interview: string;
  readonly code: string;
  /** Whether it is on record that the visitor went on from the notice: until then they are shown it. */
  readonly noticed: boolean;
}

const key = (assessment: string) => `interviewlm:${assessment}`;

export function keptInterview(assessment: string): KeptInterview | null {
  try {
    const { interview, code, noticed } = JSON.parse(sessionStorage.getItem(key(assessment)) ?? 'null') as Partial<KeptInterview>;
    return typeof interview === 'string' && typeof code === 'string' ? { interview, code, noticed: noticed === true } : null;
  } catch {
    return null;
  }
}

export function keepInterview(assessment: string, { interview, code, noticed }: KeptInterview): void {
  try {
    sessionStorage.setItem(key(assessment), JSON.stringify({ interview, code, noticed }));
  } catch {
    // Storage is full or forbidden: the interview goes on without it.
  }
}

export function forgetInterview(assessment: string): void {
  try {
    sessionStorage.removeItem(key(assessment));
  } catch {
    // Nothing was kept either.
  }
}
