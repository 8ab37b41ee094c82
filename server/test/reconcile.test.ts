import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { newId } from '../src/ids.js';
import { createModalProvider } from '../src/providers/modal/index.js';
import { volumeName } from '../src/services/files/synced-volume.js';
import type { Computer } from '../src/services/volumes/port.js';
import { createReconciling } from '../src/services/volumes/reconcile.js';
import { freshSession, image, limits } from './contract/volumes/kit.js';
import { addEnded } from './support/archived.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';
import { addInterview, addTenant } from './support/interview.js';
import { killableLocal, killableModal, type OpenedKillable } from './support/killable.js';

const hour = 3_600_000;
let database: TestDatabase;
let tenant: string;
/** Another installation, whose servers may have been given the same namespace. */
let foreign: TestDatabase;
beforeAll(async () => {
  [database, foreign] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  tenant = await addTenant(database.knex);
  // Test databases are copies of one template.
  await foreign.knex('installation').update({ id: 'f'.repeat(32) });
});
afterAll(async () => {
  await Promise.all([database.close(), foreign.close()]);
});

describe.each([
  ['local', killableLocal],
  ['modal, over its wire protocol', killableModal],
])('reconciling volumes and sandboxes: %s', (_, open: () => Promise<OpenedKillable>) => {
  let computer: OpenedKillable;
  beforeAll(async () => {
    computer = await open();
  });
  afterAll(() => computer.close());

  /** What the job does `hours` from now. */
  const at = (hours: number, { knex } = database, over: Computer = computer) =>
    createReconciling({
      knex,
      computers: [over],
      now: () => Date.now() + hours * hour,
      onError: (error) => {
        throw error;
      },
    });
  const names = async () => (await computer.volumes.list()).map(({ name }) => name);
  const openSandbox = async (session: string, volume: string) => {
    await computer.sandboxes.open({ session, volume, image, limits, tags: { tenant } });
    onTestFinished(() => computer.sandboxes.close(session));
  };

  test('VR2 what the database does not know goes after it was seen so for a day, with its sandbox; what is in use stays', async () => {
    const used = await addInterview(database.knex, tenant);
    const lost = newId('interview');
    for (const interview of [used.interview, lost]) {
      await computer.volumes.create(volumeName(interview));
      await openSandbox(interview, volumeName(interview));
    }
    const noticed = await at(2).reconcile();
    expect(noticed.removed).toEqual([]);
    expect(noticed.waiting.map(({ kind, interview, why }) => [kind, interview, why])).toEqual([
      ['sandbox', lost, 'unknown'],
      ['volume', lost, 'unknown'],
    ]);
    expect((await at(25).reconcile()).removed).toEqual([]);
    expect((await at(27).reconcile({ dryRun: true })).removed).toHaveLength(2);
    expect(await names()).toContain(volumeName(lost));
    expect((await at(27).reconcile()).removed.map(({ name }) => name)).toEqual([lost, volumeName(lost)]);
    expect(await names()).not.toContain(volumeName(lost));
    expect(await computer.sandboxes.find(lost)).toBeNull();
    expect(await names()).toContain(volumeName(used.interview));
    expect(await computer.sandboxes.find(used.interview)).not.toBeNull();
  });

  test('VR2 nothing goes within an hour after it was made, whatever was noted of its name', async () => {
    const { interview } = await addInterview(database.knex, tenant, { status: 'erased' });
    await computer.volumes.create(volumeName(interview));
    await at(-48).reconcile();
    expect((await at(0.9).reconcile()).removed).toEqual([]);
    expect((await at(1.1).reconcile()).removed).toMatchObject([{ kind: 'volume', interview, why: 'erased' }]);
  });

  test('what is over goes after an hour, but never what the archive has not read yet', async () => {
    const { knex } = database;
    const { at: owed } = await addEnded(knex, computer.volumes, tenant, { files: 1, fileBytes: 10, segments: 1 });
    const { at: cold } = await addEnded(knex, computer.volumes, tenant, { files: 1, fileBytes: 10, segments: 1 });
    await knex('archives').where({ interview_id: cold.interview }).update({ state: 'cold', volume_deleted_at: knex.fn.now() });
    const never = await addInterview(knex, tenant, { status: 'expired' });
    await computer.volumes.create(volumeName(never.interview));
    await openSandbox(owed.interview, volumeName(owed.interview));
    await at(2).reconcile();
    const { removed } = await at(3.1).reconcile();
    expect(removed.map(({ kind, interview, why }) => `${kind} ${interview} ${why}`).toSorted()).toEqual(
      [`sandbox ${owed.interview} over`, `volume ${cold.interview} archived`, `volume ${never.interview} over`].toSorted(),
    );
    expect(await names()).toContain(volumeName(owed.interview));
  });

  test('VR3 what we do not know is left alone while another database uses the namespace, until it is said to be ours', async () => {
    const theirs = newId('interview');
    await computer.volumes.create(volumeName(theirs));
    await at(2).reconcile();
    const stranger = at(100, foreign);
    await stranger.reconcile();
    const { removed, disputed } = await at(200, foreign).reconcile();
    expect(removed).toEqual([]);
    expect(disputed.map(({ interview }) => interview)).toContain(theirs);
    expect(await names()).toContain(volumeName(theirs));

    await stranger.reconcile({ takeOver: true });
    expect((await at(3).reconcile()).disputed.map(({ interview }) => interview)).toContain(theirs);
    await at(3).reconcile({ takeOver: true });
    expect((await at(60).reconcile()).removed).toMatchObject([{ interview: theirs }]);
  });

  test('VR4 one that can not be removed now is told, tried again, and stops no other', async () => {
    const [stubborn, plain] = [newId('interview'), newId('interview')];
    for (const interview of [stubborn, plain]) await computer.volumes.create(volumeName(interview));
    const trouble: string[] = [];
    const refusing: Computer = {
      shared: computer.shared,
      sandboxes: computer.sandboxes,
      volumes: Object.assign(Object.create(computer.volumes) as Computer['volumes'], {
        list: () => computer.volumes.list(),
        delete: (name: string) => (name === volumeName(stubborn) ? Promise.reject(new Error('no')) : computer.volumes.delete(name)),
      }),
    };
    const reconciling = (hours: number) =>
      createReconciling({
        knex: database.knex,
        computers: [refusing],
        now: () => Date.now() + hours * hour,
        onError: (_error, interview) => trouble.push(interview),
      });
    await reconciling(2).reconcile();
    const { removed, failed } = await reconciling(30).reconcile();
    expect([removed, failed].map((all) => all.map(({ interview }) => interview))).toEqual([[plain], [stubborn]]);
    expect(trouble).toEqual([stubborn]);
    expect((await at(30).reconcile()).removed).toMatchObject([{ interview: stubborn }]);
  });

  test('VR1 a volume that is not named for an interview is never looked at', async () => {
    const other = `interviewlm-${freshSession()}`;
    await computer.volumes.create(other);
    await at(2).reconcile();
    const { removed, waiting } = await at(100).reconcile();
    expect([...removed, ...waiting].map(({ name }) => name)).not.toContain(other);
    expect(await names()).toContain(other);
  });
});

test('VR1 a namespace that begins like ours keeps its volumes and its sandboxes', async () => {
  const ours = await killableModal();
  const staging = createModalProvider({ tokenId: 'ak-test', tokenSecret: 'as-test', namespace: 'interviewlm-staging' });
  onTestFinished(async () => {
    await staging.stop();
    await ours.close();
  });
  const session = newId('interview');
  await staging.volumes.create(volumeName(session));
  await staging.sandboxes.open({ session, volume: volumeName(session), image, limits, tags: {} });
  const reconciling = (hours: number) =>
    createReconciling({
      knex: database.knex,
      computers: [ours],
      now: () => Date.now() + hours * hour,
      onError: (error) => {
        throw error;
      },
    });
  for (const hours of [2, 100]) {
    const { removed, waiting } = await reconciling(hours).reconcile();
    expect([...removed, ...waiting]).toEqual([]);
  }
  expect(await staging.volumes.exists(volumeName(session))).toBe(true);
  expect(await staging.sandboxes.find(session)).not.toBeNull();
});
