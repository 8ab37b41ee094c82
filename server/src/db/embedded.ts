import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { accountFor, findBinaries } from './embedded/binaries.js';
import { initialise } from './embedded/cluster.js';
import { launch, lastLines, postmasterOf, stopPostmaster, clearStaleLock } from './embedded/postmaster.js';
import { connectionUrl, freePort, loadSettings, saveSettings, type EmbeddedSettings } from './embedded/settings.js';

export interface EmbeddedPostgres {
  /** Connection string of one of its databases; holds the password, so it never goes to a log. */
  url(database: string): string;
  /** Stops the server, unless another process of ours is connected to it: whoever leaves last puts out the light. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds `postgres/` (the cluster), `postgres.json` (port and password, mode 0600) and `postgres.log`. */
  folder: string;
  /** False for tests: faster, and a power cut may lose everything. */
  durable?: boolean;
}

const patience_ms = 60_000;
/** A server that can't start for a reason of its own is tried for so long. */
const tried_ms = 5_000;
/** What a killed server leaves behind keeps a new one from starting: its other processes hold its memory until each has noticed. */
const leftover = /shared memory block .* still in use/;

/**
 * A real PostgreSQL of our own under `folder`, made when there is none. It listens on the loopback interface alone, with a
 * random password. The server outlives a killed process of ours, and the next start takes it over.
 */
export async function startEmbedded({ durable = true, ...options }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  const cluster = join(folder, 'postgres');
  let settings = await loadSettings(folder);
  const binaries = await findBinaries();
  const account = accountFor(folder, cluster, binaries);
  await initialise({ cluster, binaries, account, password: settings.password });

  const began = Date.now();
  let launched: { exited: boolean } | null = null;
  for (;;) {
    const running = postmasterOf(cluster);
    if (running) settings = { ...settings, port: running.port };
    if (running && (await answers(settings, cluster))) break;
    if (!running && (launched === null || launched.exited)) {
      if (launched?.exited && Date.now() - began > tried_ms && !leftover.test(lastLines(folder)))
        throw new Error(`The embedded PostgreSQL did not start: ${lastLines(folder)}`);
      if (launched) await sleep(250);
      clearStaleLock(cluster);
      settings = { ...settings, port: await freePort(settings.port) };
      await saveSettings(folder, settings);
      launched = launch({ folder, cluster, binaries, account, port: settings.port, durable });
    }
    if (Date.now() - began > patience_ms)
      throw new Error(`The embedded PostgreSQL did not answer within ${patience_ms / 1000} s: ${lastLines(folder)}`);
    await sleep(25);
  }
  const found = settings;
  return {
    url: (database) => connectionUrl(found, database),
    stop: async () => {
      if (!(await othersConnected(found))) await stopPostmaster(cluster);
    },
  };
}

/** True when the server that listens there is ours, and ready. */
async function answers(settings: EmbeddedSettings, cluster: string): Promise<boolean> {
  const found = await ask<{ data_directory: string }>(settings, 'show data_directory').catch(() => []);
  return found[0]?.data_directory === cluster;
}

async function othersConnected(settings: EmbeddedSettings): Promise<boolean> {
  const others = `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`;
  const found = await ask(settings, others).catch(() => []);
  return found.length > 0;
}

async function ask<Row extends pg.QueryResultRow>(settings: EmbeddedSettings, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: connectionUrl(settings, 'postgres'), connectionTimeoutMillis: 5000 });
  // A server that goes away in between is an answer, not a crash.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
