import type { RuntimeName } from '@interviewlm/protocol';

const slashComments = String.raw`\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)`;
const hashComments = String.raw`#[^\n]*`;
const quoted = String.raw`"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?`;
const tripleQuoted = String.raw`"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)`;
const templates = String.raw`\x60(?:\\[\s\S]|[^\x60\\])*\x60?`;
// A slash begins a regular expression only where a value may begin.
const regexLiteral = String.raw`(?<=[(,=:[!&|?{};]\s{0,9}|\breturn\s{1,9})\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,100}\]|[^/\\[\n]){1,300}\/[a-z]{0,9}`;

const languages: Partial<Record<RuntimeName, string>> = {
  javascript: `${slashComments}|${templates}|${quoted}|${regexLiteral}`,
  typescript: `${slashComments}|${templates}|${quoted}|${regexLiteral}`,
  python: `${hashComments}|${tripleQuoted}|${quoted}`,
  ruby: `${hashComments}|${quoted}`,
  go: `${slashComments}|${templates}|${quoted}`,
};

/** The code with comments and the insides of literals blanked: same length, same lines, so that offsets hold in both. */
export function mask(source: string, runtime: RuntimeName): string {
  const pattern = new RegExp(languages[runtime] ?? `${slashComments}|${quoted}`, 'g');
  return source.replace(pattern, (text) => blank(text));
}

function blank(text: string): string {
  const inside = (part: string) => part.replace(/[^\n]/g, ' ');
  // Quotes stay: a rule must see that there is a value.
  return /^["'`]/.test(text) && text.length > 1 ? `${text[0]}${inside(text.slice(1, -1))}${text.at(-1) ?? ''}` : inside(text);
}
