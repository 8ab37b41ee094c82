import type { Player, Provenance, Span } from '@interviewlm/recording';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { msg } from '@interviewlm/ui';
import type { Mark } from './code/pieces.js';

/** Where text can come from, with the word for it; what the question gave has no colour. */
export const originWords = (): Readonly<Record<Exclude<Provenance['kind'], 'starter'>, string>> => ({
  typed: msg('Typed'),
  paste: msg('Pasted'),
  assistant: msg('Assistant'),
  format: msg('Formatted'),
  undo: msg('Undone'),
  terminal: msg('Terminal'),
});

/** The playhead must rest so long before the origins of a moment are looked up: that takes the whole log up to there. */
const restMs = 150;

/** Knows where the characters of each file came from at the moment at which the playhead rests, while somebody wants to know. */
export class OriginsController implements ReactiveController {
  on = false;
  #spans: ReadonlyMap<string, readonly Span[]> | null = null;
  #at = -1;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  toggle(): void {
    this.on = !this.on;
    this.host.requestUpdate();
  }

  /** The marks for a file as it is now: none while they are looked up. */
  marks(player: Player, path: string, content: string): readonly Mark[] {
    if (!this.on) return none;
    if (player.t !== this.#at) this.#lookUpSoon(player);
    const spans = this.#spans?.get(path) ?? [];
    // An edit away they belong to another text.
    return spans.reduce((sum, { length }) => sum + length, 0) === content.length ? marksOf(spans) : none;
  }

  #lookUpSoon(player: Player): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#at = player.t;
      this.#spans = player.replay.provenanceAt(player.t);
      this.host.requestUpdate();
    }, restMs);
  }
}

const none: readonly Mark[] = [];

function marksOf(spans: readonly Span[]): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  for (const { length, from } of spans) {
    if (from.kind !== 'starter') marks.push({ from: at, to: at + length, className: `from-${from.kind}` });
    at += length;
  }
  return marks;
}
