import { transcriptOf, type Replay } from '@interviewlm/recording';
import { retold } from './retold.js';

export type HitKind = 'code' | 'chat' | 'terminal' | 'tests';

/** Where something was found. */
export interface Hit {
  readonly at: number;
  readonly kind: HitKind;
  readonly title: string;
  /** The line or the passage that holds it. */
  readonly excerpt: string;
  /** The file, for code. */
  readonly path: string | null;
}

/** Nobody goes through more. */
const mostHits = 500;
/** Milliseconds of the page's time that a search takes in one go. */
const sliceMs = 8;
const excerptChars = 160;

/**
 * Everything that holds `query`, in any case, in the order of time: messages, output, results, and for code the moments at which it came
 * to be in a file. The page stays alive meanwhile; a search whose signal aborts gives nothing.
 */
export async function searchRecording(replay: Replay, query: string, signal: AbortSignal): Promise<readonly Hit[]> {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  const hits = [...inTranscript(replay, wanted)];
  const code = inCode(replay, wanted);
  let sliceEnds = performance.now() + sliceMs;
  for (let next = code.next(); !next.done && hits.length < mostHits; next = code.next()) {
    if (next.value) hits.push(next.value);
    if (performance.now() < sliceEnds) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return [];
    sliceEnds = performance.now() + sliceMs;
  }
  return hits.sort((a, b) => a.at - b.at).slice(0, mostHits);
}

/** Every place in a text, as marks of the code view. */
export function placesOf(text: string, query: string, most = 500): { from: number; to: number; className: string }[] {
  const wanted = query.trim().toLowerCase();
  const places = [];
  const lower = text.toLowerCase();
  for (let at = wanted ? lower.indexOf(wanted) : -1; at >= 0 && places.length < most; at = lower.indexOf(wanted, at + wanted.length)) {
    places.push({ from: at, to: at + wanted.length, className: 'hit' });
  }
  return places;
}

function* inTranscript({ entries }: Replay, wanted: string): Generator<Hit> {
  for (const { at, kind, title, detail } of transcriptOf(entries)) {
    if (kind !== 'chat' && kind !== 'terminal' && kind !== 'tests') continue;
    const told = retold(title);
    const text = `${told}\n${detail}`;
    const found = text.toLowerCase().indexOf(wanted);
    if (found >= 0) yield { at, kind, title: told, excerpt: excerptOf(text, found), path: null };
  }
}

/** Looks at states so many events apart; where a file has begun to hold it in between, looks for the event. Gives null between looks. */
function* inCode(replay: Replay, wanted: string): Generator<Hit | null> {
  const { entries } = replay;
  const step = Math.max(20, Math.ceil(entries.length / 5000));
  const seen = new Map<string, { readonly content: string; readonly found: boolean }>();
  for (let index = 0, before = 0; index < entries.length; before = index, index = index + step) {
    const last = Math.min(index + step, entries.length) - 1;
    for (const [path, { content }] of replay.stateAt(entries[last]?.at ?? 0)?.files ?? []) {
      const known = seen.get(path);
      if (known?.content === content) continue;
      const place = content.toLowerCase().indexOf(wanted);
      if (place >= 0 && !known?.found) yield hitIn(replay, path, wanted, before, last);
      seen.set(path, { content, found: place >= 0 });
    }
    yield null;
  }
}

function hitIn(replay: Replay, path: string, wanted: string, before: number, last: number): Hit {
  const textAt = (index: number) => replay.stateAt(replay.entries[index]?.at ?? 0)?.files.get(path)?.content ?? '';
  const holds = (index: number) => textAt(index).toLowerCase().includes(wanted);
  let low = before;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  const text = textAt(high);
  return {
    at: replay.entries[high]?.at ?? 0,
    kind: 'code',
    title: path,
    excerpt: excerptOf(text, text.toLowerCase().indexOf(wanted)),
    path,
  };
}

/** The line around a place, or of a long one the part with it. */
function excerptOf(text: string, place: number): string {
  const from = Math.max(text.lastIndexOf('\n', place) + 1, place - excerptChars / 2);
  const end = text.indexOf('\n', place);
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + excerptChars)).trim();
}
