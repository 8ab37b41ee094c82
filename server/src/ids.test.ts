import { idOf } from '@interviewlm/protocol';
import { expect, test } from 'vitest';
import { newId } from './ids.js';

test('an id has the shape of the contract', () => {
  expect(idOf('interview').safeParse(newId('interview')).success).toBe(true);
  expect(idOf('interview').safeParse(newId('assessment')).success).toBe(false);
});

test('ids of later milliseconds sort later, and none comes twice', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) {
    ids.push(newId('event'));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(Array.from({ length: 1000 }, () => newId('event'))).size).toBe(1000);
});
