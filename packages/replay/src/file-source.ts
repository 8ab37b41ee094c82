import { bundleSource, type SegmentSource } from '@interviewlm/recording';

/** An exported bundle at an address, read once, with no server of ours. */
export function fileSource(src: string): SegmentSource {
  let opened: Promise<SegmentSource> | null = null;
  const open = (signal: AbortSignal) => (opened ??= read(src, signal));
  return {
    manifest: async (signal) => (await open(signal)).manifest(signal),
    segment: async (ref, signal) => (await open(signal)).segment(ref, signal),
  };
}

async function read(src: string, signal: AbortSignal): Promise<SegmentSource> {
  const answer = await fetch(src, { signal });
  if (!answer.ok) throw new Error(`The bundle's address answered ${answer.status}.`);
  return bundleSource(new Uint8Array(await answer.arrayBuffer()));
}
