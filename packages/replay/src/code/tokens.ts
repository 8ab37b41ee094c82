import { grammarOf, type Grammar, type TokenKind } from './grammars.js';
import type { Mark } from './pieces.js';

/** The tokens of one line, and the block that is still open after it; 0 for none, else its place in the grammar, from 1. */
export interface LexedLine {
  readonly tokens: readonly Mark[];
  readonly open: number;
}

/** Nobody reads the colours of a longer line, and it would take its time. */
const longestLine = 2000;
/** Lines that are remembered: code changes a line at a time, and a recording comes back to the same lines again and again. */
const remembered = 20_000;
/** So far above the first line on show the lexer begins, when it has not come along from the start. */
const runUp = 400;

/** Colours of one language's lines. A line is looked at once for each block that it may begin in, whichever file it is in. */
export class Tokenizer {
  readonly #grammar: Grammar;
  readonly #pattern: RegExp;
  readonly #known = new Map<string, LexedLine>();

  constructor(language: string) {
    this.#grammar = grammarOf(language);
    this.#pattern = patternOf(this.#grammar);
  }

  /** The tokens of lines `from` up to `to`. Very far down, a block that was opened more than `runUp` lines above is not seen. */
  lines(lineAt: (line: number) => string, from: number, to: number): LexedLine[] {
    const lexed: LexedLine[] = [];
    let open = 0;
    for (let line = Math.max(0, from - runUp); line < to; line++) {
      const found = this.line(lineAt(line), open);
      if (line >= from) lexed.push(found);
      open = found.open;
    }
    return lexed;
  }

  /** One line that begins inside the block `open`. */
  line(text: string, open: number): LexedLine {
    if (text.length > longestLine) return { tokens: [], open };
    const key = `${open} ${text}`;
    let found = this.#known.get(key);
    if (!found) {
      if (this.#known.size >= remembered) this.#known.clear();
      this.#known.set(key, (found = this.#lex(text, open)));
    }
    return found;
  }

  #lex(text: string, openBefore: number): LexedLine {
    const tokens: Mark[] = [];
    let at = 0;
    let open = openBefore;
    while (at < text.length) {
      const block = this.#grammar.blocks[open - 1];
      if (block) {
        const end = text.indexOf(block.close, at);
        const to = end < 0 ? text.length : end + block.close.length;
        tokens.push({ from: at, to, className: block.kind });
        if (end >= 0) open = 0;
        at = to;
        continue;
      }
      this.#pattern.lastIndex = at;
      const match = this.#pattern.exec(text);
      if (!match) break;
      const from = match.index;
      at = from + match[0].length;
      const { kind, opens } = this.#meaning(match);
      if (opens) {
        open = opens;
        tokens.push({ from, to: at, className: this.#grammar.blocks[opens - 1]?.kind ?? 'comment' });
      } else if (kind) tokens.push({ from, to: at, className: kind });
    }
    return { tokens, open };
  }

  #meaning({ 0: text, groups = {} }: RegExpExecArray): { readonly kind?: TokenKind | undefined; readonly opens?: number } {
    if (groups['block'] !== undefined) return { opens: this.#grammar.blocks.findIndex(({ open }) => open === text) + 1 };
    if (groups['comment'] !== undefined) return { kind: 'comment' };
    if (groups['string'] !== undefined) return { kind: 'string' };
    if (groups['number'] !== undefined) return { kind: 'number-literal' };
    if (groups['tag'] !== undefined) return { kind: 'tag' };
    return { kind: this.#grammar.keywords.has(text) ? 'keyword' : undefined };
  }
}

/** Each alternative takes at most the rest of the line, in one pass: no text makes it slow. */
function patternOf({ blocks, comments, quotes, tags }: Grammar): RegExp {
  const alternatives = [
    blocks.length > 0 && `(?<block>${blocks.map(({ open }) => escaped(open)).join('|')})`,
    comments.length > 0 && `(?<comment>(?:${comments.map(escaped).join('|')}).*)`,
    quotes !== '' && `(?<string>${Array.from(quotes, (quote) => `${quote}(?:[^${quote}\\\\]|\\\\.)*(?:${quote}|$)`).join('|')})`,
    tags && '(?<tag></?[\\w-]+|/?>)',
    '(?<number>\\b\\d[\\w.]*)',
    '(?<word>[@!]?[\\p{L}_$][\\p{L}\\p{N}_$]*)',
  ];
  return new RegExp(alternatives.filter(Boolean).join('|'), 'gu');
}

const escaped = (text: string) => text.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
