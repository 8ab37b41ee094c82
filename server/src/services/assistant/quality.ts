import type { ChatRequest, PromptQuality, PromptQualityPart } from '@interviewlm/protocol';
import type { AssistantContext } from './port.js';

/** The version that scores name. */
export const promptQualityVersion = 'prompt-quality-2';

/** What comes after says little more, and the rules must not hold up the process. */
const judgedChars = 4_000;

interface Rule {
  name: PromptQualityPart['name'];
  weight: number;
  /** Null where there is nothing that the rule could bear on. */
  met: (prompt: ChatRequest, screen: AssistantContext, verified: boolean | null) => boolean | null;
  yes: string;
  no: string;
}

/**
 * How well a prompt is put, from 0 to 1, by rules that anyone can check against its text:
 *
 * PQ1 specificity (0.35): names a file, a function, a test, a line or an error of what is on the screen.
 * PQ2 context (0.25): comes with a selection or quotes code or output.
 * PQ3 follow-up (0.25): once there is a test result, takes it up; before, says what was expected or tried.
 * PQ4 goal (0.15): asks a question or says what is wanted, in at least five words.
 * PQ5 a bare order to do everything ("solve it") is 0.2 at most.
 * PQ6 verification (0.2): the tests were run since the last edit of the assistant's was accepted; `verified` is null while none was,
 *     and then the other rules are the whole.
 */
export function promptQuality(request: ChatRequest, screen: AssistantContext, verified: boolean | null = null): PromptQuality {
  const prompt = { ...request, message: request.message.slice(0, judgedChars) };
  const parts = rules.map(({ name, weight, met, yes, no }): PromptQualityPart => {
    const result = met(prompt, screen, verified);
    return { name, weight, met: result, reason: result === false ? no : yes };
  });
  const known = parts.filter(({ met }) => met !== null);
  const score = round(weightOf(known.filter(({ met }) => met)) / weightOf(known));
  const quality = { version: promptQualityVersion, parts };
  const reasons = known.map(({ reason }) => reason);
  if (!handsOver(prompt.message)) return { score, reasons, ...quality };
  return { score: Math.min(score, 0.2), reasons: [...reasons, 'Hands the whole task over.'], ...quality };
}

const weightOf = (parts: readonly PromptQualityPart[]) => parts.reduce((sum, { weight }) => sum + weight, 0);

const rules: readonly Rule[] = [
  {
    name: 'specificity',
    weight: 0.35,
    met: isSpecific,
    yes: 'Names what it is about.',
    no: 'Does not name a file, function, test or line.',
  },
  {
    name: 'context',
    weight: 0.25,
    met: hasContext,
    yes: 'Brings the code or output in question.',
    no: 'Brings no selection, code or output.',
  },
  {
    name: 'follow_up',
    weight: 0.25,
    met: followsUp,
    yes: 'Takes up what was seen or tried.',
    no: 'Does not take up a result or say what was tried.',
  },
  { name: 'goal', weight: 0.15, met: hasGoal, yes: 'Says what is wanted.', no: 'Does not say what is wanted.' },
  {
    name: 'verification',
    weight: 0.2,
    met: (_prompt, _screen, verified) => verified,
    yes: 'The last accepted edit was tested before asking on.',
    no: 'Asks on without having tested the last accepted edit.',
  },
];

function isSpecific({ message }: ChatRequest, screen: AssistantContext): boolean {
  if (/\bline \d+|\b[a-z]\w*error\b|`[^`\n]+`/i.test(message)) return true;
  const text = message.toLowerCase();
  const titles = [
    ...screen.files.flatMap((file) => [file.path, file.path.split('/').at(-1) ?? file.path]),
    ...(screen.last_run?.tests.map((test) => test.name) ?? []),
  ];
  if (titles.some((name) => name.length > 3 && text.includes(name.toLowerCase()))) return true;
  const words = new Set(message.match(/\w+/g));
  return screen.files.some((file) => identifiers(file.content.slice(0, judgedChars)).some((name) => words.has(name)));
}

function hasContext({ message, context }: ChatRequest): boolean {
  const selected = context?.selection ? context.selection.end > context.selection.start : false;
  return (
    selected || message.includes('```') || /^[ \t]{2,8}\S|[;{}]$|\b(?:expected|received|traceback)\b|\bat \S{1,200}:\d/im.test(message)
  );
}

function followsUp({ message }: ChatRequest, screen: AssistantContext): boolean {
  if (/\b(?:i (?:tried|changed|expected|thought|ran|added|removed|get|got)|instead of|should (?:return|be|print)|because)\b/i.test(message))
    return true;
  if (!screen.last_run) return false;
  const failing = screen.last_run.tests.filter((test) => test.status !== 'passed');
  const text = message.toLowerCase();
  return /\b(?:test|fail\w*|pass\w*|error|output|result)\b/.test(text) || failing.some((test) => text.includes(test.name.toLowerCase()));
}

function hasGoal({ message }: ChatRequest): boolean {
  const words = message.split(/\s+/).filter(Boolean).length;
  return (
    words >= 5 &&
    (message.includes('?') ||
      /\b(?:how|why|what|which|explain|fix|change|add|make|write|show|help|refactor|check|want|need)\b/i.test(message))
  );
}

const handsOver = (message: string): boolean =>
  message.length < 160 &&
  /\b(?:solve|do|write|implement|complete|finish|fix) (?:it|this|everything|all|the (?:whole|entire|full) \w+|the (?:question|task|exercise|solution|answer))\b/i.test(
    message,
  ) &&
  !/\bline \d+|`/.test(message);

/** Names of functions, classes and variables that a file defines. */
const identifiers = (code: string): string[] =>
  [...code.matchAll(/\b(?:function|def|class|const|let|var|fn|func|struct|interface|type)\s+([A-Za-z_]\w{3,})/g)].flatMap(
    ([, name]) => name ?? [],
  );

const round = (value: number) => Math.round(value * 100) / 100;
