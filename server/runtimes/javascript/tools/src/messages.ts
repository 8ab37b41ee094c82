const ansi = /[\u001b\u009b][[()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-ORZcf-nqry=><~]/g;
const longest = 4000;

/** What a failed test shows: the error's message as plain text and the first line of the candidate's own in its stack. */
export function failureText(thrown: unknown): string {
  const message = messageOf(thrown).replace(ansi, '').trim();
  const place = firstPlace(thrown);
  const text = place ? `${message}\n    at ${place}` : message;
  return text.length > longest ? `${text.slice(0, longest)} … (cut)` : text;
}

function messageOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return `Thrown: ${String(thrown)}`;
  try {
    const { name, message } = thrown as { name?: unknown; message?: unknown };
    if (typeof message !== 'string') return 'Thrown: an object that is no error';
    const isAssertion = 'matcherResult' in thrown || 'code' in thrown || name === 'Error' || typeof name !== 'string';
    return isAssertion ? message : `${name}: ${message}`;
  } catch {
    return 'Thrown: an object that cannot be read';
  }
}

function firstPlace(thrown: unknown): string | null {
  try {
    const stack = (thrown as { stack?: unknown }).stack;
    if (typeof stack !== 'string') return null;
    const found = /(?:file:\/\/)?\/workspace\/([^\s()]+:\d+:\d+)/.exec(stack.slice(0, 20_000));
    return found?.[1] ?? null;
  } catch {
    return null;
  }
}
