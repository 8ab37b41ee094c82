import type { ChatRequest, PromptQuality } from '@interviewlm/protocol';
import type { AssistantContext } from './port.js';

/** The version that scores name. */
export const promptQualityVersion = 'prompt-quality-1';

/** What comes after says little more, and the rules must not hold up the process. */
const judgedChars = 4_000;

interface Rule {
  weight: number;
  met: (prompt: ChatRequest, screen: AssistantContext) => boolean;
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
 */
export function promptQuality(request: ChatRequest, screen: AssistantContext): PromptQuality {
  const prompt = { ...request, message: request.message.slice(0, judgedChars) };
  const results = rules.map((rule) => ({ rule, met: rule.met(prompt, screen) }));
  const sum = results.reduce((total, { rule, met }) => total + (met ? rule.weight : 0), 0);
  const reasons = results.map(({ rule, met }) => (met ? rule.yes : rule.no));
  if (!handsOver(prompt.message)) return { score: round(sum), reasons };
  return { score: Math.min(round(sum), 0.2), reasons: [...reasons, 'Hands the whole task over.'] };
}

const rules: readonly Rule[] = [
  { weight: 0.35, met: isSpecific, yes: 'Names what it is about.', no: 'Does not name a file, function, test or line.' },
  { weight: 0.25, met: hasContext, yes: 'Brings the code or output in question.', no: 'Brings no selection, code or output.' },
  { weight: 0.25, met: followsUp, yes: 'Takes up what was seen or tried.', no: 'Does not take up a result or say what was tried.' },
  { weight: 0.15, met: hasGoal, yes: 'Says what is wanted.', no: 'Does not say what is wanted.' },
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
