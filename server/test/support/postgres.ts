import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/db/embedded.js';
import { migrate } from '../../src/db/migrate.js';
import { openDatabase } from '../../src/db/pool.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the run's server; its database `template` is migrated and empty. */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test file's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-test-'));
  // Root hands the server to another user, who has to get in.
  await chmod(folder, 0o711);
  const server = await startEmbedded({ folder, durable: false });
  const admin = openDatabase(server.url('postgres'));
  await admin.raw('create database template');
  await admin.destroy();
  const template = openDatabase(server.url('template'));
  await migrate(template);
  await template.destroy();
  project.provide('postgres', server.url('postgres'));
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
