import type { ReplayManifest, SegmentRef, SessionEvent } from '@interviewlm/protocol';
import { count, isRecord, optional, record, text } from './checks.js';
import { markersOf } from './markers.js';
import { isWellFormed } from './shape.js';
import type { SegmentSource } from './source.js';
import { readTar } from './tar.js';
import { Timeline } from './timeline.js';

/** So many events of a bundle are handed over at once, so that a page stays alive in between. */
const eventsPerSegment = 2000;

/**
 * A recording from the bytes of an exported bundle, with no server. It shows what is in the bundle: whether that is what was
 * exported, only `interviewlm export verify` tells.
 */
export function bundleSource(bundle: Uint8Array): SegmentSource {
  let opened: ReturnType<typeof open> | null = null;
  const content = () => (opened ??= open(bundle));
  return {
    manifest: async () => Promise.resolve(content().manifest),
    segment: async ({ first_seq }) => Promise.resolve({ events: content().segments.get(first_seq) ?? [] }),
  };
}

function open(bundle: Uint8Array): { manifest: ReplayManifest; segments: Map<number, SessionEvent[]> } {
  const files = new Map(readTar(bundle).map(({ name, content }) => [name, content]));
  const about: unknown = JSON.parse(read(files, 'manifest.json'));
  if (!isAbout(about)) throw new Error('The manifest of this bundle is not one of ours.');
  const events = read(files, 'events.jsonl')
    .split('\n')
    .flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]))
    .filter(isWellFormed);
  const parts = Array.from({ length: Math.ceil(events.length / eventsPerSegment) }, (_, index) =>
    events.slice(index * eventsPerSegment, (index + 1) * eventsPerSegment),
  );
  const timeline = new Timeline();
  timeline.append(events);
  const manifest: ReplayManifest = {
    object: 'replay',
    interview: about.interview,
    title: about.title,
    candidate: about.candidate,
    started_at: about.started_at ?? null,
    duration_ms: about.duration_ms,
    last_seq: events.at(-1)?.seq ?? 0,
    complete: true,
    markers: markersOf(timeline.entries),
    segments: parts.map(refOf),
  };
  return { manifest, segments: new Map(parts.map((part) => [part[0]?.seq ?? 0, part])) };
}

function refOf(events: readonly SessionEvent[]): SegmentRef {
  const times = events.map(({ t_ms }) => t_ms);
  return {
    first_seq: events[0]?.seq ?? 0,
    last_seq: events.at(-1)?.seq ?? 0,
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
    events: events.length,
    bytes: 0,
    sha256: '',
    url: '',
  };
}

function read(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  const content = files.get(name);
  if (!content) throw new Error(`This is no bundle: it has no ${name}.`);
  return new TextDecoder().decode(content);
}

interface About {
  readonly interview: string;
  readonly title: string;
  readonly candidate: { readonly name: string };
  readonly started_at?: string | null;
  readonly duration_ms: number;
}

const about = record({ interview: text, title: text, candidate: record({ name: text }), started_at: optional(text), duration_ms: count });
const isAbout = (value: unknown): value is About => isRecord(value) && about(value);
