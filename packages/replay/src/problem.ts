import { msg } from '@interviewlm/ui';
/** What went wrong, in words a reviewer can act on. */
export interface Explanation {
  readonly heading: string;
  readonly text: string;
  /** False where trying again can't help. */
  readonly retry: boolean;
}

/** Explains an error of the API by its stable code, and anything else as a recording that could not be read. */
export function explain(error: unknown): Explanation {
  const code = codeOf(error);
  if (code === 'not_found') {
    return {
      heading: msg('There is no such recording'),
      text: msg('It was deleted, or this link belongs to another interview.'),
      retry: false,
    };
  }
  if (code === 'forbidden') {
    return {
      heading: msg('This link can’t open the recording'),
      text: msg('Ask the team that sent it for a link with review access.'),
      retry: false,
    };
  }
  if (code === 'unauthenticated' || code === 'token_expired') {
    return { heading: msg('Your access has expired'), text: msg('Open the recording again from where you found it.'), retry: true };
  }
  return {
    heading: msg('The recording could not be loaded'),
    text: msg('Check your connection and try again. Nothing is lost.'),
    retry: true,
  };
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, problem } = error as { code?: unknown; problem?: { code?: unknown } };
  if (typeof code === 'string') return code;
  return typeof problem?.code === 'string' ? problem.code : null;
}
