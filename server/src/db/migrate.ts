import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import * as start from './migrations/001_start.js';
import * as archiveAndUsage from './migrations/002_archive_and_usage.js';
import * as recording from './migrations/003_recording.js';
import * as resume from './migrations/004_resume.js';
import * as comments from './migrations/005_comments.js';
import * as reconcile from './migrations/006_reconcile.js';
import * as ingest from './migrations/007_ingest.js';
import * as platform from './migrations/008_platform.js';
import * as webhooks from './migrations/009_webhooks.js';
import * as judgements from './migrations/010_judgements.js';
import * as adaptive from './migrations/011_adaptive.js';
import * as questions from './migrations/012_questions.js';
import * as erasure from './migrations/013_erasure.js';
import * as retention from './migrations/014_retention.js';
import * as fairness from './migrations/015_fairness.js';
import * as ats from './migrations/016_ats.js';
import * as consolePage from './migrations/018_console.js';
import * as mail from './migrations/020_mail.js';
import * as due from './migrations/021_due.js';
import * as followed from './migrations/022_followed.js';
import * as rubric from './migrations/024_rubric.js';
import * as followUps from './migrations/025_follow_ups.js';
import * as notices from './migrations/026_notices.js';
import * as holds from './migrations/027_holds.js';
import * as dataClasses from './migrations/028_retention.js';
import * as personal from './migrations/029_personal.js';
import * as members from './migrations/030_members.js';
import * as atsInvitations from './migrations/031_ats_invitations.js';
import * as handingIn from './migrations/032_handing_in.js';

interface Migration {
  readonly name: string;
  readonly up: (knex: Knex) => Promise<void>;
}

/** In order. A released migration never changes: what is wrong with one is put right by the next. */
const migrations: readonly Migration[] = [
  { name: '001_start', up: start.up },
  { name: '002_archive_and_usage', up: archiveAndUsage.up },
  { name: '003_recording', up: recording.up },
  { name: '004_resume', up: resume.up },
  { name: '005_comments', up: comments.up },
  { name: '006_reconcile', up: reconcile.up },
  { name: '007_ingest', up: ingest.up },
  { name: '008_platform', up: platform.up },
  { name: '009_webhooks', up: webhooks.up },
  { name: '010_judgements', up: judgements.up },
  { name: '011_adaptive', up: adaptive.up },
  { name: '012_questions', up: questions.up },
  { name: '013_erasure', up: erasure.up },
  { name: '014_retention', up: retention.up },
  { name: '015_fairness', up: fairness.up },
  { name: '016_ats', up: ats.up },
  { name: '018_console', up: consolePage.up },
  { name: '020_mail', up: mail.up },
  { name: '021_due', up: due.up },
  { name: '022_followed', up: followed.up },
  { name: '024_rubric', up: rubric.up },
  { name: '025_follow_ups', up: followUps.up },
  { name: '026_notices', up: notices.up },
  { name: '027_holds', up: holds.up },
  { name: '028_retention', up: dataClasses.up },
  { name: '029_personal', up: personal.up },
  { name: '030_members', up: members.up },
  { name: '031_ats_invitations', up: atsInvitations.up },
  { name: '032_handing_in', up: handingIn.up },
];

/** Any number, as long as nothing else in the database locks on it. */
const lock = 4_417_206_319;

/** Whoever waits for a table that somebody uses keeps everybody waiting who comes after: it is given up, and tried again. */
const patience = '2s';
const [mostTries, pause_ms] = [30, 1000];

/**
 * Brings the schema up to date and returns the names of what was applied. All of it is one transaction: it happens whole or
 * not at all, and processes that start together wait for each other. The lock ends with the transaction, so a killed
 * process never leaves one behind. Rejects when a table that it needs is in use for minutes.
 */
export async function migrate(knex: Knex): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await migrateOnce(knex);
    } catch (error) {
      const isInUse = (error as { code?: string }).code === '55P03';
      if (!isInUse || tries === mostTries) throw error;
      await sleep(pause_ms);
    }
  }
}

function migrateOnce(knex: Knex): Promise<string[]> {
  return knex.transaction(async (sql) => {
    await sql.raw('select pg_advisory_xact_lock(?)', [lock]);
    await sql.raw(`set local lock_timeout = '${patience}'`);
    await sql.raw('create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())');
    const done = new Set(await sql<{ name: string }>('migrations').pluck('name'));
    const missing = migrations.filter(({ name }) => !done.has(name));
    for (const { name, up } of missing) {
      await up(sql);
      await sql('migrations').insert({ name });
    }
    return missing.map(({ name }) => name);
  });
}

/** Whether every migration that this code knows has been applied. */
export async function isMigrated(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { table: string | null }[] }>(`select to_regclass('migrations')::text as table`);
  if (!rows[0]?.table) return false;
  const done = new Set(await knex<{ name: string }>('migrations').pluck('name'));
  return migrations.every(({ name }) => done.has(name));
}
