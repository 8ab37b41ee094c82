import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { addInterview, addTenant } from '../../../test/support/interview.js';
import { insertMessages, readMessage, updateMessage } from '../../db/messages.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import type { At } from '../recording/log.js';
import { emptyContent } from './begin.js';
import { Drafts } from './drafts.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function beginAnswer(tenant: string): Promise<{ at: At; message: string }> {
  const at = await addInterview(database.knex, tenant);
  const message = newId('message');
  const row = { id: message, role: 'assistant', text: '', content: emptyContent(), status: 'streaming' } as const;
  await withTenant(database.knex, tenant, (tx) =>
    insertMessages(tx, at.interview, [{ ...row, model: null, usage: null, prompt_quality: null }]),
  );
  return { at, message };
}

const stored = ({ at, message }: { at: At; message: string }) =>
  withTenant(database.knex, at.tenant, async (tx) => (await readMessage(tx, at.interview, message))?.text);

const draft = (text: string) => () => ({ text, content: emptyContent() });

test('CH11 answers of several tenants that grow are stored, each as far as it has come by then', async () => {
  const drafts = new Drafts(database.knex, (error) => expect.fail(String(error)));
  const [mine, other] = [await addTenant(database.knex), await addTenant(database.knex)];
  const answers = await Promise.all([mine, mine, other].map(beginAnswer));
  const texts = ['a', 'b', 'c'];
  answers.forEach(({ message, at }, index) => drafts.grew(message, at, () => draft(texts[index] ?? '')()));
  texts.splice(0, 3, 'a \ud800 "quoted" \0', 'b and more', 'c and more');
  await expect.poll(() => Promise.all(answers.map(stored))).toEqual(['a \ufffd "quoted" \ufffd', ...texts.slice(1)]);
});

test('CH12 what was settled is not written over, and a failure of one tenant keeps no other from being stored', async () => {
  const failed: string[] = [];
  const drafts = new Drafts(database.knex, (_, interview) => failed.push(interview));
  const [done, broken, good] = [
    await beginAnswer(await addTenant(database.knex)),
    await beginAnswer(await addTenant(database.knex)),
    await beginAnswer(await addTenant(database.knex)),
  ];
  drafts.grew(done.message, done.at, draft('an early part'));
  drafts.grew(broken.message, broken.at, () => ({ text: 'x', content: 1n as never }));
  drafts.grew(good.message, good.at, draft('stored'));
  await drafts.settle(done.message);
  await withTenant(database.knex, done.at.tenant, (tx) => updateMessage(tx, done.message, { text: 'the whole', status: 'complete' }));
  await expect.poll(() => stored(good)).toBe('stored');
  expect(await stored(done)).toBe('the whole');
  expect(failed).toEqual([broken.at.interview]);
});
