import type { KeyObject } from 'node:crypto';
import type { Knex } from 'knex';
import type { SessionEvent } from '@interviewlm/protocol';
import { Timeline, writeTar } from '@interviewlm/recording';
import { readErased } from '../../db/erased-classes.js';
import { readFiles } from '../../db/files.js';
import type { LogHead } from '../../db/log-heads.js';
import { readReport } from '../../db/reports.js';
import { listSnapshotTimes } from '../../db/snapshots.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import type { Recording } from '../recording/index.js';
import { chainEvents } from '../recording/event-chain.js';
import { readLog, type At } from '../recording/log.js';
import { eventsAfter } from '../recording/pages.js';
import { presentReport } from '../scoring/review.js';
import { writeCast, writeLog } from './cast.js';
import { isForGit, writeGitBundle } from './git.js';
import { historyOf } from './history.js';
import { blockBytes, describe, writeManifest } from './manifest.js';
import { reviewOf } from './review.js';

export interface ExportingDeps {
  knex: Knex;
  recording: Pick<Recording, 'listEvents' | 'fold'>;
  key: KeyObject;
}

export interface Exporting {
  /** One signed bundle (a tar archive) of everything that is known of an interview: `resources/export.ts` of the protocol. */
  bundle(at: At): Promise<Uint8Array>;
}

/** The log isn't what the chain says: it must not leave the house with our signature. */
export class BrokenChain extends Error {
  override readonly name = 'BrokenChain';
}

export function createExporting({ knex, recording, key }: ExportingDeps): Exporting {
  return {
    async bundle(at) {
      const erased = await readErased(tenantReads(knex, at.tenant), at.interview);
      // A log that is only in the archive comes back with the first who reads it. Of one that was erased the rest is exported.
      if (!erased.recording) {
        await recording.listEvents(at, { limit: 1 });
        await recording.fold(at);
      }
      const known = await withTenant(knex, at.tenant, async (tx) => {
        const head = await readLog(tx, at);
        const events: SessionEvent[] = [];
        for await (const event of eventsAfter(tx, at.interview)) if (event.seq <= head.folded_seq) events.push(event);
        const report = await readReport(tx, at.interview);
        return {
          head,
          events,
          files: await readFiles(tx, at.interview),
          report: report && (await presentReport(tx, report)),
          snapshots: await listSnapshotTimes(tx, at.interview),
        };
      });
      return bundleOf(at, known, key, new Date());
    },
  };
}

interface Known {
  head: LogHead;
  events: readonly SessionEvent[];
  files: Awaited<ReturnType<typeof readFiles>>;
  report: Awaited<ReturnType<typeof readReport>>;
  snapshots: ReadonlyMap<string, Date>;
}

function bundleOf(at: At, { head, events, files, report, snapshots }: Known, key: KeyObject, now: Date): Uint8Array {
  const chained = chainEvents(null, events);
  if (chained && !head.folded_hash?.equals(chained))
    throw new BrokenChain(`The events of ${at.interview} are not those that were recorded.`);
  const timeline = new Timeline();
  timeline.append(events);
  const { entries } = timeline;
  const workspace = new Map(files.map(({ path, content }) => [path, content]));
  const history = historyOf(entries, workspace, { started_at: head.started_at ?? now, snapshots });
  const paths = new Set(history.flatMap((commit) => [...commit.files.keys()]));
  const forGit = history.map((commit) => ({ ...commit, files: new Map([...commit.files].filter(([path]) => isForGit(path))) }));
  const contents = [
    ['events.jsonl', Buffer.from(writeLog(events))],
    ['terminal.cast', Buffer.from(writeCast(entries, { title: head.title, started_at: head.started_at }))],
    ['workspace.bundle', writeGitBundle(forGit)],
    ['report.json', Buffer.from(`${JSON.stringify({ report, ...reviewOf(entries) }, null, 2)}\n`)],
  ] as const;
  const manifest = writeManifest(
    {
      object: 'export',
      format: 1,
      interview: at.interview,
      title: head.title,
      candidate: { name: head.candidate },
      started_at: head.started_at?.toISOString() ?? null,
      exported_at: now.toISOString(),
      duration_ms: entries.reduce((latest, entry) => Math.max(latest, entry.at), 0),
      events: events.length,
      head: chained?.toString('hex') ?? null,
      block_bytes: blockBytes,
      files: contents.map(([name, content]) => describe(name, content)),
      left_out: [...paths].filter((path) => !isForGit(path)),
    },
    key,
  );
  const all = [...contents.map(([name, content]) => ({ name, content })), { name: 'manifest.json', content: manifest }];
  return writeTar(all, Math.floor(now.getTime() / 1000));
}
