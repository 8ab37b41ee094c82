import type { AssistantContext } from '../../services/assistant/port.js';

/** What a failed test's message says, whichever runner wrote it. Values are shown as the runner printed them. */
export interface Failure {
  name: string;
  expected: string | null;
  got: string | null;
  /** The error that was thrown instead of an answer, e.g. `TypeError: x is not a function`. */
  thrown: string | null;
  message: string;
}

type Pair = { expected: string; got: string };

/** Formats of jest's expect, node:assert (one-line and diff), pytest and unittest; the first that fits wins. */
const formats: readonly ((message: string) => Pair | null)[] = [
  (text) => pair(/Expected[^:\n]*:\s*(?<expected>.+)\n+\s*Received[^:\n]*:\s*(?<got>.+)/.exec(text)),
  (text) => pair(/^\s*(?<got>\S.*?) !== (?<expected>\S.*?)\s*$/m.exec(text)),
  (text) =>
    /strictly|deep-equal|actual/i.test(text) ? pair(/^\+ (?!actual)(?<got>.+)\n- (?!expected)(?<expected>.+)$/m.exec(text)) : null,
  (text) => pair(/AssertionError: (?<got>.+?) (?:is not|!=) (?<expected>.+?)(?: : .*)?$/m.exec(text)),
  (text) => pair(/^E?\s*(?:AssertionError: )?assert (?<got>.+?) (?:==|is) (?<expected>.+)$/m.exec(text)),
];
const error = /^(?:E\s+|Uncaught )?(?<thrown>(?!Assertion)(?:[A-Z]\w*(?:Error|Exception)|Error|NotImplementedError)\b(?::.*)?)$/m;

/** Failed tests of the last run in its order; empty when nothing ran or everything passed. */
export function failures({ last_run }: AssistantContext): Failure[] {
  return (last_run?.tests ?? [])
    .filter(({ status }) => status !== 'passed' && status !== 'skipped')
    .map(({ name, message = '' }) => ({ name, message, ...read(message) }));
}

export function read(message: string): Pick<Failure, 'expected' | 'got' | 'thrown'> {
  const plain = message.slice(0, readable).replace(/\u001b\[[0-9;]*m/g, '');
  const values = formats.map((format) => format(plain)).find((result) => result !== null);
  if (values) return { expected: short(values.expected), got: short(values.got), thrown: null };
  const thrown = error.exec(plain)?.groups?.['thrown'];
  return { expected: null, got: null, thrown: thrown ? short(thrown) : null };
}

function pair(match: RegExpExecArray | null): Pair | null {
  const { expected, got } = match?.groups ?? {};
  return expected !== undefined && got !== undefined ? { expected: expected.trim(), got: got.trim() } : null;
}

/** More of a message is never looked at. */
const readable = 4000;

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
