import { randomUUID } from 'node:crypto';
import { cp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of the bundle's `embed/manifest.json` that the server needs. */
interface Manifest {
  readonly version: string;
}

/** `1.2.3` or `1.2.3-beta.1`: what may stand in an address and name a folder. */
export const versionPattern = '\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}(?:-[0-9a-z.-]{1,40})?';

/**
 * Keeps a copy of the bundle beside those of earlier versions, so that a page which pinned one finds it after an upgrade. Answers the
 * bundle's version. Copies are put in place whole: another server may be doing the same.
 */
export async function keepRelease(bundle: string, releases: string): Promise<string> {
  const text = await manifestOf(bundle);
  const { version } = JSON.parse(text) as Manifest;
  if (!new RegExp(`^${versionPattern}$`).test(version))
    throw new Error(`The bundle's version is "${version}", which can't be in an address.`);
  const place = join(releases, version);
  if ((await manifestOf(place).catch(() => null)) === text) return version;
  const half = join(releases, `.${randomUUID()}`);
  await cp(bundle, half, { recursive: true });
  await rm(place, { recursive: true, force: true });
  await rename(half, place).catch(() => rm(half, { recursive: true }));
  return version;
}

const manifestOf = (folder: string) => readFile(join(folder, 'embed/manifest.json'), 'utf8');
