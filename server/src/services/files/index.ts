import type { Knex } from 'knex';
import type { AnswerOf, File, FileInfo, FileTree } from '@interviewlm/protocol';
import { listFilesOf, readFile } from '../../db/files.js';
import { tenantReads, type TenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { sha256 } from '../recording/codec.js';
import { appendTo, openLog, readLog, requireRunning, type At } from '../recording/log.js';
import { presentFile, presentInfo } from './content.js';
import { openDesk, save, type Desk } from './save.js';
import type { VolumeSync } from './sync.js';
import { baseVersion, move, remove, requireBase } from './workspace.js';

/** The candidate's files. Every change is durable, and in the log, before it is answered; the volume follows. */
export interface Files {
  list(at: At): Promise<FileTree>;
  read(at: At, path: string): Promise<File>;
  /** `ifMatch` as in the header: the version that the writer saw; left out, the last writer wins. */
  write(at: At, path: string, content: string, ifMatch?: string): Promise<FileInfo>;
  /** Many at once, all or none; the last writer wins. `field` names where in the request they came from. */
  writeAll(at: At, files: Readonly<Record<string, string>>, field: string): Promise<void>;
  remove(at: At, path: string): Promise<void>;
  move(at: At, from: string, to: string): Promise<AnswerOf<'moveFile'>>;
}

export function createFiles(knex: Knex, sync: VolumeSync): Files {
  /** One change to a running workspace: lock, change, log, commit, then push. */
  const change = async <T>(at: At, work: (desk: Desk) => Promise<T>): Promise<T> => {
    const [result, touched] = await withTenant(knex, at.tenant, async (tx) => {
      const head = await openLog(tx, at);
      requireRunning(head);
      const desk = await openDesk(tx, head);
      const done = await work(desk);
      await appendTo(tx, head, desk.events);
      return [done, desk.touched] as const;
    });
    sync.touch(at, touched);
    return result;
  };

  return {
    list: (at) => tree(tenantReads(knex, at.tenant), at),
    async read(at, path) {
      const reads = tenantReads(knex, at.tenant);
      const [, file] = await Promise.all([readLog(reads, at), readFile(reads, at.interview, path)]);
      if (!file) throw notFound('file');
      return presentFile(file);
    },
    write: (at, path, content, ifMatch) =>
      change(at, async (desk) => {
        const bytes = Buffer.from(content);
        await requireBase(desk, path, baseVersion(ifMatch), sha256(bytes).toString('hex'));
        return presentInfo(
          await save(desk, { path, content: bytes, origin: 'editor', field: { path: 'path.path', content: 'body.content' } }),
        );
      }),
    writeAll: (at, files, field) =>
      change(at, async (desk) => {
        for (const [path, content] of Object.entries(files)) {
          const name = `${field}.${path}`;
          await save(desk, { path, content: Buffer.from(content), origin: 'editor', field: { path: name, content: name } });
        }
      }),
    remove: (at, path) => change(at, (desk) => remove(desk, path, 'editor')),
    move: (at, from, to) =>
      change(at, async (desk) => {
        await move(desk, from, to);
        return present(desk.tree);
      }),
  };
}

async function tree(reads: TenantReads, { interview, mode }: At): Promise<FileTree> {
  const files = await listFilesOf(reads, interview, mode);
  if (!files) throw notFound('interview');
  return present(files);
}

const present = (files: Desk['tree']): FileTree => ({
  object: 'file_tree',
  files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(presentInfo),
});
