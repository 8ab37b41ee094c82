import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';
import { startModalServer, type ModalServer } from './vendors/modal-server/server.js';

const credentials = { MODAL_TOKEN_ID: 'ak-test', MODAL_TOKEN_SECRET: 'as-test' };
const candidate = { name: 'Ada Lovelace', email: 'ada@example.com' };

let modal: ModalServer;
beforeAll(async () => {
  modal = await startModalServer();
  process.env['MODAL_SERVER_URL'] = modal.url;
  process.env['MODAL_CONFIG_PATH'] = '/dev/null';
});
afterAll(() => modal.close());

describe.each([
  ['embedded', { test: 0, live: 1 }],
  ['as_live', { test: 1, live: 1 }],
] as const)('with Modal set and TEST_MODE=%s', (testMode, expected) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ ...credentials, TEST_MODE: testMode });
  });
  afterAll(() => api.close());

  test.each(['test', 'live'] as const)('an interview in %s mode runs where it should', async (mode) => {
    const { acme } = api;
    const who = mode === 'live' ? acme.live : acme.secret;
    const { id } = await who.made('/api/interview', { assessment: mode === 'live' ? acme.liveAssessment : acme.assessment, candidate });
    const before = modal.sandboxes().length;
    const files = { 'sum.js': 'export const sum = (a, b) => a + b;\n' };
    expect(await who.made(`/api/interview/${id}/run-tests`, { files })).toMatchObject({ passed: 1, failed: 0 });
    expect(modal.sandboxes().length - before).toBe(expected[mode]);
  });

  test('the table at the start says so', () => {
    const detail = api.backend.parts.find(({ part }) => part === 'sandbox')?.detail;
    expect(detail).toBe(testMode === 'as_live' ? 'Modal' : 'Modal for live interviews, bubblewrap on this machine for test ones');
  });
});
