import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseEnv } from '../../src/env.js';
import { createLog } from '../../src/log.js';
import { openComputers } from '../../src/main.js';
import { newId } from '../../src/ids.js';
import type { SandboxSpec } from '../../src/services/volumes/port.js';
import { startModalServer, type ModalServer } from '../vendors/modal-server/server.js';
import { freshVolume, image, limits, sh } from './volumes/kit.js';

/** An enumeration of the protocol. */
const network = { blocked: 2, allowlist: 3 } as const;

let server: ModalServer;
beforeAll(async () => {
  server = await startModalServer();
  process.env['MODAL_SERVER_URL'] = server.url;
  process.env['MODAL_CONFIG_PATH'] = '/dev/null';
});
afterAll(() => server.close());

/** Live interviews' computer as the environment describes it: what the server does, from the variables to the wire. */
async function computer(variables: Record<string, string> = {}) {
  const env = parseEnv({
    MODAL_TOKEN_ID: 'ak-test',
    MODAL_TOKEN_SECRET: 'as-test',
    TEST_MODE: 'as_live',
    SESSION_SECRET: 'x'.repeat(32),
    ...variables,
  });
  const computers = await openComputers(env, createLog('silent'));
  onTestFinished(() => computers.stop());
  return computers.for('live');
}

const received = (last: (request: ReturnType<ModalServer['sandboxes']>[number]['request']) => boolean) => {
  const found = server.sandboxes().findLast(({ request }) => last(request));
  if (!found) throw new Error('The server received no such sandbox');
  return found;
};

async function opened(variables: Record<string, string> = {}, change: Partial<SandboxSpec> = {}) {
  const { volumes, sandboxes } = await computer(variables);
  const session = newId('interview');
  const volume = await freshVolume(volumes);
  await sandboxes.open({ session, volume, image, limits, tags: { tenant: 'ten_1', interview: session }, ...change });
  onTestFinished(() => sandboxes.close(session));
  return { session, volume, request: received(({ name }) => name === session).request };
}

const tagsOf = ({ tags }: { tags: { tagName: string; tagValue: string }[] }) =>
  Object.fromEntries(tags.map(({ tagName, tagValue }) => [tagName, tagValue]));

describe('MW1 a session’s sandbox, as the server receives it', () => {
  test('its cores and memory, both asked for and at most', async () => {
    const { request } = await opened({}, { limits: { memory_mb: 384, cpu: 0.5, pids: 64, disk_mb: 64 } });
    expect(request.resources).toMatchObject({ milliCpu: 500, milliCpuMax: 500, memoryMb: 384, memoryMbMax: 384 });
  });

  test('no network at all unless told', async () => {
    const { request } = await opened();
    expect(request).toMatchObject({ blockNetwork: true, networkAccess: { networkAccessType: network.blocked, allowedCidrs: [] } });
  });

  test('only the networks of MODAL_ALLOWED_NETWORKS', async () => {
    const { request } = await opened({ MODAL_ALLOWED_NETWORKS: '10.1.0.0/16, 2001:db8::/32' });
    expect(request.networkAccess).toMatchObject({ networkAccessType: network.allowlist, allowedCidrs: ['10.1.0.0/16', '2001:db8::/32'] });
  });

  test('ends after 15 minutes with nothing in it, and after 6 hours whatever is in it', async () => {
    const { request } = await opened();
    expect(request).toMatchObject({ idleTimeoutSecs: 900, timeoutSecs: 21_600 });
  });

  test('its name, the caller’s tags and ours, its volume at /workspace, in the app of the namespace', async () => {
    const { session, volume, request } = await opened({ MODAL_VOLUME_NAMESPACE: 'acme-interviews' });
    expect(request).toMatchObject({ app: 'acme-interviews', name: session, workdir: '/workspace', env: image.env });
    expect(tagsOf(request)).toEqual({ tenant: 'ten_1', interview: session, interviewlm_session: session, interviewlm_volume: volume });
    expect(request.volumes).toEqual([expect.objectContaining({ mountPath: '/workspace', readOnly: false })]);
  });
});

describe('MW2 a run’s sandbox', () => {
  test('no network even where sessions have one, no volume, no name, and a life not much longer than the run', async () => {
    const { sandboxes } = await computer({ MODAL_ALLOWED_NETWORKS: '10.1.0.0/16' });
    await sh(sandboxes, 'true', { limits: { wall_ms: 10_000, memory_mb: 128 } });
    const { request } = received(({ tags }) => tags.some(({ tagName }) => tagName === 'interviewlm_run'));
    expect(request).toMatchObject({
      blockNetwork: true,
      networkAccess: { networkAccessType: network.blocked, allowedCidrs: [] },
      resources: { milliCpuMax: 1000, memoryMbMax: 128 },
      timeoutSecs: 130,
      volumes: [],
    });
    expect(request.name ?? '').toBe('');
    expect(tagsOf(request)).toEqual({ interviewlm_run: '1' });
  });
});
