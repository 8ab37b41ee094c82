import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Knex } from 'knex';
import { owe } from '../../src/db/archives.js';
import { withTenant } from '../../src/db/tenant-tx.js';
import type { Archiving } from '../../src/services/archive/index.js';
import type { ArchivePort } from '../../src/services/archive/port.js';
import { volumeName } from '../../src/services/files/synced-volume.js';
import { append, type At } from '../../src/services/recording/log.js';
import type { VolumePort } from '../../src/services/volumes/port.js';
import { addInterview } from './interview.js';

/** An interview that was scored a moment ago, with what must never get lost of it. */
export interface Ended {
  at: At;
  files: ReadonlyMap<string, Buffer>;
  segments: unknown[];
}

export interface EndedOptions {
  files: number;
  fileBytes: number;
  segments: number;
}

export async function addEnded(knex: Knex, volumes: VolumePort, tenant: string, options: EndedOptions): Promise<Ended> {
  const at = await addInterview(knex, tenant, { status: 'started' });
  const name = volumeName(at.interview);
  const files = new Map(Array.from({ length: options.files }, (_, n) => [`src/part ${n}.bin`, randomBytes(options.fileBytes)]));
  await volumes.create(name);
  await volumes.write(
    name,
    [...files].map(([path, content]) => ({ kind: 'write', path, content })),
  );
  for (let n = 0; n < options.segments; n++)
    await withTenant(knex, tenant, (tx) =>
      append(tx, at.interview, [
        { type: 'file.create', data: { path: `src/${n}.ts`, content: `// ${n}: ${randomBytes(40).toString('hex')}`, origin: 'editor' } },
        { type: 'integrity.focus', data: {} },
      ]),
    );
  await knex('interviews').where({ id: at.interview }).update({ status: 'scored', submitted_at: knex.fn.now() });
  await withTenant(knex, tenant, (tx) => owe(tx, at.interview, 0));
  return { at, files, segments: await segmentsOf(knex, at) };
}

/** Every column of every segment that is in the database. */
export const segmentsOf = (knex: Knex, { interview }: At): Promise<unknown[]> =>
  knex('event_segments').where({ interview_id: interview }).orderBy('first_seq');

/** Lets the time of a lease, a pause or a retention go by. */
export async function later(knex: Knex, { interview }: At, days = 0): Promise<void> {
  await knex('archives').where({ interview_id: interview }).whereNotNull('next_at').update({ next_at: knex.fn.now() });
  await knex('interviews')
    .where({ id: interview })
    .update({ archived_at: knex.raw(`archived_at - ? * interval '1 day'`, [days]) });
}

export const stateOf = async (knex: Knex, { interview }: At): Promise<string> =>
  (await knex('archives').where({ interview_id: interview }).first<{ state: string }>('state')).state;

export async function keysBelow(archive: ArchivePort, { tenant, interview }: At): Promise<string[]> {
  const keys = (await Array.fromAsync(archive.list(`${tenant}/`))).map(({ key }) => key);
  return keys.filter((key) => key.includes(`/${interview}/`)).map((key) => key.split(`/${interview}/`)[1] ?? '');
}

/** Nothing is lost and nothing is there twice: the archive alone gives back every byte of the files and of the log. */
export async function expectWhole(knex: Knex, archive: ArchivePort, archiving: Archiving, { at, files, segments }: Ended): Promise<void> {
  expect(await stateOf(knex, at)).toBe('cold');
  expect(await segmentsOf(knex, at)).toEqual([]);
  const names = segments.map((segment) => `recording/${String((segment as { first_seq: number }).first_seq).padStart(9, '0')}.json`);
  expect((await keysBelow(archive, at)).toSorted()).toEqual([...names, 'recording/index.json', 'workspace.tar.zst'].toSorted());
  const restored = new Map<string, Buffer>();
  for await (const { path, content } of await archiving.workspace(at)) restored.set(path, Buffer.from(content));
  expect([...restored.keys()].toSorted()).toEqual([...files.keys()].toSorted());
  for (const [path, content] of files) expect(restored.get(path)?.equals(content), path).toBe(true);
  await archiving.thaw(at);
  expect(await segmentsOf(knex, at)).toEqual(segments);
}
