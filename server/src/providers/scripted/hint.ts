import type { AssistantContext } from '../../services/assistant/port.js';
import { failures } from './failure.js';
import { said } from './explain.js';

/**
 * The next hint out of the question's own instructions, `given` hints after the first: the goal, then the sentences
 * nearest to the first failing test, then the rest in order. It never tells more than the page does.
 */
export function hint(context: AssistantContext, given: number): string {
  const [first] = failures(context);
  const [goal, ...details] = sentences(context.question.instructions);
  if (goal === undefined) return `The question is “${context.question.title}”. Start with the smallest input that a test tries.`;
  const ranked = first ? details.toSorted((a, b) => overlap(b, first.name) - overlap(a, first.name)) : details;
  const chosen = [goal, ...ranked][given];
  if (chosen === undefined) return `There is nothing more in the instructions than what I pointed at. ${nextStep(first)}`;
  const lead = given === 0 ? 'The goal, in the words of the question' : 'Read this part of the instructions again';
  return `${lead}: “${chosen}”\n\n${nextStep(first)}`;
}

function nextStep(first: ReturnType<typeof failures>[number] | undefined): string {
  return first
    ? `Make one test pass before the next: **${first.name}**. ${said(first)}`
    : 'Write the simplest code for one example, run the tests, then go on.';
}

/** Sentences and list points of the Markdown, without headings, code blocks and markup. */
function sentences(markdown: string): string[] {
  const prose = markdown
    .replace(/```[\s\S]*?(?:```|$)/g, '\n\n')
    .replace(/^#+ .*$/gm, '\n')
    .replace(/^\s*(?:[-*+]|\d+\.)\s+/gm, '\n\n')
    .replace(/!?\[([^\]]{0,500})\]\([^)]{0,500}\)/g, '$1');
  return prose
    .split(/\n\s*\n/)
    .flatMap((paragraph) => paragraph.replace(/\s+/g, ' ').split(/(?<=[.!?]) /))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\w{2}/.test(sentence) && !sentence.startsWith('|'));
}

function overlap(sentence: string, name: string): number {
  const words = new Set(name.toLowerCase().match(/[a-z0-9]{3,}/g));
  return (sentence.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).filter((word) => words.has(word)).length;
}
