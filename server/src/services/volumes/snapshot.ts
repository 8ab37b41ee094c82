import { gunzipSync, gzipSync } from 'node:zlib';
import { readFiles } from '../../db/files.js';
import { insertSnapshot, readLastTexts } from '../../db/snapshots.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import type { Knex } from 'knex';
import { newId } from '../../ids.js';
import { asText } from '../files/content.js';
import { sha256 } from '../recording/codec.js';
import { appendTo, openLog, type At } from '../recording/log.js';
import { eventsAfter } from '../recording/pages.js';
import { treeDiff, type TreeFile } from './tree-diff.js';

/** Notes the tree of the saved files, and in the log what changed since the snapshot before, or since the starter. Gives the snapshot's id. */
export async function takeSnapshot(knex: Knex, at: At, reason: string): Promise<string> {
  return withTenant(knex, at.tenant, async (tx) => {
    const head = await openLog(tx, at);
    const saved = await readFiles(tx, at.interview);
    const files = saved.map(({ path, version, sha256: hash }) => ({ path, version, sha256: hash }));
    const tree = saved.map(({ path, sha256: hash, content }): TreeFile => ({ path, sha256: hash, text: asText(content) }));
    const diff = treeDiff(await treeBefore(tx, at.interview), tree);
    const tree_sha256 = sha256(JSON.stringify(files)).toString('hex');
    const id = newId('snapshot');
    await insertSnapshot(tx, at.interview, { id, tree_sha256, files, reason, texts: gzipSync(JSON.stringify(tree)) });
    await appendTo(tx, head, [{ type: 'snapshot', data: { id, tree_sha256, files: files.length, reason, diff } }]);
    return id;
  });
}

async function treeBefore(tx: TenantTx, interview: string): Promise<readonly TreeFile[]> {
  const texts = await readLastTexts(tx, interview);
  if (texts) return JSON.parse(gunzipSync(texts).toString('utf8')) as TreeFile[];
  for await (const event of eventsAfter(tx, interview, { types: ['session.started'] })) {
    if (event.type !== 'session.started') continue;
    return event.data.files.map(({ path, content }) => ({ path, sha256: sha256(content).toString('hex'), text: content }));
  }
  return [];
}
