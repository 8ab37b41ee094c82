import type { EventOf } from '@interviewlm/protocol';
import type { ReplayState } from './state.js';
import { applyChanges } from './text.js';
import type { Entry } from './timeline.js';

/** A save whose hash none of the edits around it leads to: something before it is missing, or was changed. */
export interface Mismatch {
  readonly write: EventOf<'file.write'>;
  readonly at: number;
}

/** A save names the text that a page had a moment ago; how long that moment, and a page's clock that is ahead, may be. */
const toleranceMs = 10_000;

/**
 * Replays entries from a state and compares what the edits make with what the server saved, by hash. It finds lost edits and changed
 * ones alike. What can't be judged, since the texts before `base` are not known, is not judged.
 */
export function findMismatches(base: ReplayState, entries: readonly Entry[], sha256: (text: string) => string): Mismatch[] {
  const check = new DocumentCheck(base, sha256, entries[0]?.at ?? 0);
  for (const entry of entries) check.follow(entry);
  return check.open(entries.at(-1)?.at ?? 0);
}

interface Text {
  readonly content: string;
  readonly at: number;
}

class DocumentCheck {
  /** The newest text of each file, and those that it had in the last seconds. */
  #texts: Map<string, Text[]>;
  #unmatched: Mismatch[] = [];

  constructor(
    base: ReplayState,
    private readonly sha256: (text: string) => string,
    private readonly began: number,
  ) {
    this.#texts = new Map([...base.files].map(([path, { content }]) => [path, [{ content, at: -Infinity }]]));
  }

  follow({ at, event }: Entry): void {
    switch (event.type) {
      case 'session.started':
        for (const { path, content } of event.data.files) this.#whole(path, content, at);
        break;
      case 'file.create':
        this.#whole(event.data.path, event.data.content, at);
        break;
      case 'editor.edit':
        this.#edit(event, at);
        break;
      case 'file.write':
        this.#write(event, at);
        break;
      case 'file.move':
        this.#move(event.data.from, event.data.to);
        break;
      case 'network.gap':
        // A gap at the moment of a save says already that something is missing there.
        this.#unmatched = this.#unmatched.filter(({ write }) => write.t_ms !== event.t_ms);
        break;
      default:
    }
  }

  /** Those that no text of their time matched, once that time is over. */
  open(until: number): Mismatch[] {
    return this.#unmatched.filter(({ at }) => at + toleranceMs < until);
  }

  #whole(path: string, content: string, at: number): void {
    this.#unmatched = this.#unmatched.filter(({ write }) => write.data.path !== path);
    this.#texts.set(path, [{ content, at }]);
  }

  #edit({ data }: EventOf<'editor.edit'>, at: number): void {
    const texts = this.#texts.get(data.path) ?? [];
    const content = applyChanges(texts.at(-1)?.content ?? '', data.changes).text;
    texts.push({ content, at });
    while ((texts[1]?.at ?? at) < at - toleranceMs) texts.shift();
    this.#texts.set(data.path, texts);
    this.#settle(data.path, content, at);
  }

  #write(write: EventOf<'file.write'>, at: number): void {
    const { path, sha256, origin, content } = write.data;
    if (typeof content === 'string') return this.#whole(path, content, at);
    if (origin !== 'editor' || at - this.began <= toleranceMs) return;
    const found = this.#texts.get(path)?.findLast((text) => this.sha256(text.content) === sha256);
    if (!found) this.#unmatched.push({ write, at });
  }

  /** The texts of a folder's files go along under their new names. */
  #move(from: string, to: string): void {
    for (const [path, texts] of [...this.#texts]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#texts.delete(path);
      this.#texts.set(to + path.slice(from.length), texts);
    }
  }

  /** The page's clock may be ahead of ours: an edit a little later than the save may be the one that it names. */
  #settle(path: string, content: string, at: number): void {
    if (!this.#unmatched.some((one) => one.write.data.path === path && at - one.at <= toleranceMs)) return;
    const hash = this.sha256(content);
    this.#unmatched = this.#unmatched.filter(({ write }) => write.data.path !== path || write.data.sha256 !== hash);
  }
}
