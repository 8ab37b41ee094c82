import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addEnded, type Ended } from '../../test/support/archived.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { addTenant } from '../../test/support/interview.js';
import { createDiskArchive } from '../providers/disk/index.js';
import { createLocalProvider } from '../providers/local/index.js';
import { createArchiving } from '../services/archive/index.js';
import { run } from './index.js';

let database: TestDatabase;
let dataDir: string;
let interview: Ended;
beforeAll(async () => {
  [database, dataDir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-restore-'))]);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DATA_DIR', dataDir);
  vi.stubEnv('LOG_LEVEL', 'silent');
  const computer = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
  const tenant = await addTenant(database.knex);
  interview = await addEnded(database.knex, computer.volumes, tenant, { files: 3, fileBytes: 70_000, segments: 1 });
  const archiving = createArchiving({
    knex: database.knex,
    archive: createDiskArchive({ dir: join(dataDir, 'archive'), publicUrl: 'http://localhost', secret: 'x'.repeat(32) }),
    computerFor: () => computer,
    fold: async () => undefined,
    retention_ms: 0,
    onError: (error) => {
      throw error;
    },
  });
  await archiving.workDue();
  await computer.stop();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const restore = (folder: string, tenant = interview.at.tenant) =>
  run(['node', 'interviewlm', 'archive', 'restore', interview.at.interview, folder, '--tenant', tenant, '--mode', 'test']);

test('the files of an archived interview are written as they were, to an empty folder alone, for their tenant alone', async () => {
  const folder = join(dataDir, 'restored');
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const complained = vi.spyOn(console, 'error').mockReturnValue();
  await restore(folder);
  expect(printed).toHaveBeenCalledWith(`3 files in ${folder}\n`);
  expect(await readdir(join(folder, 'src'))).toHaveLength(3);
  for (const [path, content] of interview.files) expect((await readFile(join(folder, path))).equals(content)).toBe(true);

  await restore(folder);
  expect([process.exitCode, complained.mock.lastCall]).toEqual([2, [`${folder} is not empty`]]);
  await restore(join(dataDir, 'stolen'), await addTenant(database.knex));
  expect(process.exitCode).toBe(1);
  expect(await readdir(join(dataDir, 'stolen'))).toEqual([]);
  vi.restoreAllMocks();
});
