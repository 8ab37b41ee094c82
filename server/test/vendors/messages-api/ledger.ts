import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';

export interface Counted {
  input_tokens: number;
  output_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
}

/** Counts tokens (four characters each) the way the API bills them: a marked prefix is written to the cache once and then read. */
export class TokenLedger {
  readonly #prefixes = new Set<string>();
  readonly #counts: Counted[] = [];

  /** The entry that the answer's tokens are added to. */
  open({ model, system, tools, messages }: MessageCreateParamsStreaming): Counted {
    const blocks = typeof system === 'string' ? [{ type: 'text' as const, text: system }] : (system ?? []);
    const marked = blocks.findLastIndex((block) => 'cache_control' in block && block.cache_control);
    const prefix = marked < 0 ? '' : JSON.stringify([model, tools, blocks.slice(0, marked + 1).map(({ text }) => text)]);
    const hit = this.#prefixes.has(prefix);
    if (prefix) this.#prefixes.add(prefix);
    const rest = JSON.stringify([blocks.slice(marked + 1), messages, prefix ? [] : tools]);
    const counted = {
      input_tokens: tokens(rest),
      output_tokens: 0,
      cache_read_tokens: hit ? tokens(prefix) : 0,
      cache_write_tokens: hit ? 0 : tokens(prefix),
    };
    this.#counts.push(counted);
    return counted;
  }

  total(): Counted {
    const sum = (key: keyof Counted) => this.#counts.reduce((total, counted) => total + counted[key], 0);
    return {
      input_tokens: sum('input_tokens'),
      output_tokens: sum('output_tokens'),
      cache_read_tokens: sum('cache_read_tokens'),
      cache_write_tokens: sum('cache_write_tokens'),
    };
  }
}

export const tokens = (text: string): number => Math.ceil(text.length / 4);
