import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { newId } from '../ids.js';
import { createLocalProvider } from '../providers/local/index.js';
import { volumeName } from '../services/files/synced-volume.js';
import { run } from './index.js';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  [database, dataDir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-volumes-'))]);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DATA_DIR', dataDir);
  vi.stubEnv('LOG_LEVEL', 'silent');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('says what no interview wants and since when it may go, and notes it unless it is a dry run', async () => {
  const computer = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)), ahead: 0 });
  const lost = volumeName(newId('interview'));
  await computer.volumes.create(lost);
  await computer.stop();
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await run(['node', 'interviewlm', 'volumes', 'reconcile', '--dry-run']);
  const said = /^volume (\S+) \(not in the database\): waits until \S+Z\n0 kept, 0 to be removed, 1 waiting, 0 left alone, 0 failed\n$/;
  expect(said.exec(String(printed.mock.lastCall?.[0]))?.[1]).toBe(lost);
  expect(await database.knex('orphans')).toEqual([]);
  await run(['node', 'interviewlm', 'volumes', 'reconcile']);
  expect(await database.knex('orphans').pluck('name')).toEqual([lost]);
});
