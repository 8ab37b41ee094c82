import type { Knex } from 'knex';
import type { QuestionSource, RuntimeName } from '@interviewlm/protocol';
import { readCurrentQuestion } from '../../db/interview-questions.js';
import { tenantReads } from '../../db/tenant-reads.js';
import type { VolumeSync } from '../files/sync.js';
import { volumeName } from '../files/synced-volume.js';
import { readLog, type At } from '../recording/log.js';
import type { RunEvent, RunSpec, RuntimeImage, SandboxPort, TreeEntry, VolumeInfo, VolumePort } from './port.js';
import { takeSnapshot } from './snapshot.js';

export interface VolumesDeps {
  knex: Knex;
  volumes: VolumePort;
  sandbox: SandboxPort;
  /** Puts the volume's files into the archive. */
  storeWorkspace(at: At): Promise<void>;
  sync: VolumeSync;
  imageOf(runtime: RuntimeName): RuntimeImage;
  likelyRun?(source: QuestionSource): RunSpec;
}

/** Sessions' volumes and sandboxes, by the session's (the interview's) id. A volume outlives every sandbox that mounts it. */
export interface Volumes {
  /** Idempotent. */
  createVolume(session: string): Promise<void>;
  volumeExists(session: string): Promise<boolean>;
  getVolume(session: string): Promise<VolumeInfo | null>;
  listVolumes(): Promise<VolumeInfo[]>;
  /** Brings the volume up to date, commits it and notes the tree, and what changed, in the log. Returns the snapshot's id. */
  snapshotVolume(at: At, reason: string): Promise<string>;
  /** Idempotent. */
  deleteVolume(session: string): Promise<void>;
  readFile(session: string, path: string): Promise<Uint8Array>;
  writeFile(session: string, path: string, content: Uint8Array): Promise<void>;
  getFileSystem(session: string): Promise<TreeEntry[]>;
  /** Opens the session's sandbox for its current question; the same one when it is open already. */
  createSandbox(at: At): Promise<{ created: boolean }>;
  /** The same, on a volume that first is brought up to date. */
  resumeSandbox(at: At): Promise<{ created: boolean; resumed_in_ms: number }>;
  /** Ends the sandbox; `archive` puts the volume's files away then, and `deleteVolume` deletes it when they are. */
  destroySandbox(at: At, options: { archive: boolean; deleteVolume: boolean }): Promise<void>;
  /** Runs a command in a sandbox of its own on a copy of the files. */
  executeCode(spec: RunSpec, signal: AbortSignal): AsyncIterable<RunEvent>;
}

/** Cores and disk of a candidate's sandbox; memory and processes are the question's. */
const cpu = 1;
const disk_mb = 64;

export function createVolumes(deps: VolumesDeps): Volumes {
  const { knex, volumes, sandbox, sync } = deps;
  const createSandbox = async (at: At) => {
    const reads = tenantReads(knex, at.tenant);
    const { source } = await readCurrentQuestion(reads, await readLog(reads, at));
    const { memory_mb, pids } = source.limits;
    await volumes.create(volumeName(at.interview));
    return sandbox.open({
      session: at.interview,
      volume: volumeName(at.interview),
      image: deps.imageOf(source.runtime),
      limits: { memory_mb, pids, cpu, disk_mb },
      ...(deps.likelyRun && { likely_run: deps.likelyRun(source) }),
      tags: { tenant: at.tenant, interview: at.interview },
    });
  };
  return {
    createVolume: (session) => volumes.create(volumeName(session)),
    volumeExists: (session) => volumes.exists(volumeName(session)),
    getVolume: async (session) => (await volumes.list()).find(({ name }) => name === volumeName(session)) ?? null,
    listVolumes: () => volumes.list(),
    async snapshotVolume(at, reason) {
      await sync.flush(at);
      await volumes.commit(volumeName(at.interview));
      return takeSnapshot(knex, at, reason);
    },
    deleteVolume: (session) => volumes.delete(volumeName(session)),
    readFile: (session, path) => volumes.read(volumeName(session), path),
    writeFile: (session, path, content) => volumes.write(volumeName(session), [{ kind: 'write', path, content }]),
    getFileSystem: (session) => volumes.tree(volumeName(session)),
    createSandbox,
    async resumeSandbox(at) {
      const began = performance.now();
      await sync.flush(at);
      const { created } = await createSandbox(at);
      return { created, resumed_in_ms: Math.round(performance.now() - began) };
    },
    async destroySandbox(at, options) {
      await sandbox.close(at.interview);
      if (options.archive) await deps.storeWorkspace(at);
      if (!options.deleteVolume) return;
      await volumes.delete(volumeName(at.interview));
      sync.forget(at.interview);
    },
    executeCode: (spec, signal) => sandbox.run(spec, signal),
  };
}
