import { exportFiles, type ExportManifest, type SessionEvent } from '@interviewlm/protocol';
import { readTar, TarError, writeTar, type TarFile } from '@interviewlm/recording';
import { chainEvents } from '../recording/event-chain.js';
import { describe, readManifest } from './manifest.js';

/** Either everything is as it was signed, or what isn't: bytes `from` up to but not including `to` of the bundle. */
export type Verdict =
  | { readonly whole: true; readonly manifest: ExportManifest }
  | { readonly whole: false; readonly reason: string; readonly from: number; readonly to: number };

/**
 * Checks a bundle with nothing but its own bytes: that its manifest is signed, that each file is the one that the manifest names, that
 * the events are those of the chain's head, and that nothing else is in it. Who signed is for the reader to compare: `public_key`.
 */
export function verifyBundle(bundle: Uint8Array): Verdict {
  let files: TarFile[];
  try {
    files = readTar(bundle);
  } catch (error) {
    if (error instanceof TarError) return damaged('This is no archive of ours.', error.from, error.to);
    throw error;
  }
  const signed = files[exportFiles.length];
  if (signed?.name !== 'manifest.json' || files.length > exportFiles.length + 1)
    return damaged('The manifest is not where it should be.', signed?.start ?? 0, bundle.length);
  const manifest = readManifest(signed.content);
  if (!manifest) return damaged('The manifest is not what was signed.', signed.start, signed.start + signed.content.length);
  return (
    damagedFile(files, manifest) ?? damagedChain(files, manifest) ?? damagedArchive(bundle, files, manifest) ?? { whole: true, manifest }
  );
}

const damaged = (reason: string, from: number, to: number): Verdict => ({ whole: false, reason, from, to });

function damagedFile(files: readonly TarFile[], { files: wanted, block_bytes }: ExportManifest): Verdict | null {
  for (const [index, name] of exportFiles.entries()) {
    const file = files[index];
    const expected = wanted[index];
    if (file?.name !== name || expected?.name !== name)
      return damaged(`${name} is not where it should be.`, file?.start ?? 0, (file?.start ?? 0) + (file?.content.length ?? 0));
    const found = describe(name, file.content, block_bytes);
    if (found.sha256 === expected.sha256) continue;
    const block = found.blocks.findIndex((hash, at) => hash !== expected.blocks[at]);
    const from = file.start + Math.max(0, block) * block_bytes;
    return damaged(`${name} is damaged.`, from, Math.min(from + block_bytes, file.start + file.content.length));
  }
  return null;
}

/** What only a signer could get wrong, since the hashes hold: events that don't lead to the head. */
function damagedChain([log]: readonly TarFile[], { head, events }: ExportManifest): Verdict | null {
  if (!log) return damaged('There are no events.', 0, 0);
  const lines = Buffer.from(log.content).toString('utf8').split('\n').slice(0, -1);
  const parsed = lines.map((line) => JSON.parse(line) as SessionEvent);
  const isTheirs = parsed.length === events && (chainEvents(null, parsed)?.toString('hex') ?? null) === head;
  return isTheirs ? null : damaged('The events are not those of the chain.', log.start, log.start + log.content.length);
}

/** Names, times and what lies between the files: an archive is written in one way only. */
function damagedArchive(bundle: Uint8Array, files: readonly TarFile[], { exported_at }: ExportManifest): Verdict | null {
  const expected = writeTar(files, Math.floor(Date.parse(exported_at) / 1000));
  if (Buffer.from(expected.buffer).equals(bundle)) return null;
  const longer = Math.max(expected.length, bundle.length);
  let from = 0;
  while (from < longer && expected[from] === bundle[from]) from++;
  return damaged('Something was changed between the files.', from, from + 1);
}
