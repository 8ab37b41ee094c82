import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createModalProvider, type ModalOptions, type ModalProvider } from '../../src/providers/modal/index.js';
import { startModalServer, type ModalServer } from '../vendors/modal-server/server.js';
import { bytes, freshSession, freshVolume, image, limits, run, Screen, sh, text, until } from './volumes/kit.js';

let server: ModalServer;
let provider: ModalProvider;
/** Another process of the same server. */
let other: ModalProvider;

beforeAll(async () => {
  server = await startModalServer();
  process.env['MODAL_SERVER_URL'] = server.url;
  process.env['MODAL_CONFIG_PATH'] = '/dev/null';
  [provider, other] = [open(), open()];
});
afterAll(async () => {
  await Promise.all([provider.stop(), other.stop()]);
  await server.close();
});

const open = (options: Partial<ModalOptions> = {}) => createModalProvider({ tokenId: 'ak-test', tokenSecret: 'as-test', ...options });
const running = () => server.sandboxes().filter(({ result }) => result === null);
const sandboxOf = (session: string) => running().find(({ request }) => request.name === session);

async function opened(files: Record<string, string> = {}, through = provider) {
  const session = freshSession();
  const volume = await freshVolume(through.volumes, files);
  const spec = { session, volume, image, limits, tags: { tenant: 'acme' } };
  expect(await through.sandboxes.open(spec)).toEqual({ created: true });
  onTestFinished(() => provider.sandboxes.close(session));
  return {
    session,
    volume,
    spec,
    write: (path: string, content: string) => through.volumes.write(volume, [{ kind: 'write', path, content: bytes(content) }]),
  };
}

/** As Modal ends one: without asking. */
const killed = async (session: string) => sandboxOf(session)?.end(3);

describe('MO1 only what is committed outlives a sandbox', () => {
  test('what came after the commit is gone, and what came before is there', async () => {
    const { session, volume, write } = await opened();
    await write('kept.txt', 'kept');
    await provider.volumes.commit(volume);
    await write('lost.txt', 'lost');
    expect((await provider.volumes.tree(volume)).map(({ path }) => path)).toEqual(['kept.txt', 'lost.txt']);
    await killed(session);
    expect((await provider.volumes.tree(volume)).map(({ path }) => path)).toEqual(['kept.txt']);
  });

  test('a close commits by itself', async () => {
    const { session, volume, write } = await opened();
    await write('a.txt', 'a');
    await provider.sandboxes.close(session);
    expect(text(await provider.volumes.read(volume, 'a.txt'))).toBe('a');
  });

  test('another process reads what is not committed through the sandbox, and writes where it is seen', async () => {
    const { volume, write } = await opened();
    await write('a.txt', 'from the first');
    expect(text(await other.volumes.read(volume, 'a.txt'))).toBe('from the first');
    await other.volumes.write(volume, [{ kind: 'write', path: 'b.txt', content: bytes('from the second') }]);
    expect(text(await provider.volumes.read(volume, 'b.txt'))).toBe('from the second');
  });
});

describe('MO2 a sandbox may end at any moment', () => {
  test('files go on without it, and it opens again with them', async () => {
    const { session, volume, spec, write } = await opened({ 'a.txt': 'a' });
    await killed(session);
    await write('b.txt', 'b');
    expect(text(await provider.volumes.read(volume, 'b.txt'))).toBe('b');
    expect(await provider.sandboxes.find(session)).toBeNull();
    expect(await provider.sandboxes.open(spec)).toEqual({ created: true });
    expect((await other.volumes.tree(volume)).map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
  });

  test('its terminal tells that it ended', async () => {
    const { session } = await opened();
    const screen = new Screen(await provider.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await screen.sees('$ ');
    await killed(session);
    await screen.exited;
  });

  test('an idle one ends by itself, a terminal keeps it', async () => {
    const quick = open({ idle_ms: 3000 });
    onTestFinished(() => quick.stop());
    const idle = await opened({}, quick);
    const busy = await opened({}, quick);
    await quick.sandboxes.terminal(busy.session, { cols: 80, rows: 24 });
    await until(
      async () => !(await quick.sandboxes.find(idle.session)),
      30_000,
      () => 'the idle sandbox to end',
    );
    expect(await quick.sandboxes.find(busy.session)).not.toBeNull();
  });

  test('its lifetime ends it', async () => {
    const brief = open({ lifetime_ms: 4000 });
    onTestFinished(() => brief.stop());
    const { session } = await opened({}, brief);
    await until(
      async () => !(await brief.sandboxes.find(session)),
      30_000,
      () => 'the sandbox to end',
    );
  });
});

describe('MO3 one sandbox for each session, whoever asks', () => {
  test('of two processes that open it at once, one creates it', async () => {
    const session = freshSession();
    const volume = await freshVolume(provider.volumes);
    onTestFinished(() => provider.sandboxes.close(session));
    const spec = { session, volume, image, limits, tags: {} };
    const answers = await Promise.all([provider, other, provider, other].map(({ sandboxes }) => sandboxes.open(spec)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(running().filter(({ request }) => request.name === session)).toHaveLength(1);
  });

  test('a create whose answer was lost leaves one, which is found', async () => {
    const session = freshSession();
    const volume = await freshVolume(provider.volumes);
    onTestFinished(() => provider.sandboxes.close(session));
    server.faults.add('sandboxCreateV2', 'lost_answer');
    await provider.sandboxes.open({ session, volume, image, limits, tags: {} });
    expect(running().filter(({ request }) => request.name === session)).toHaveLength(1);
    expect(await other.sandboxes.find(session)).toBe(await provider.sandboxes.find(session));
  });

  test('a volume that is not there opens no sandbox', async () => {
    const session = freshSession();
    const refused = provider.sandboxes.open({ session, volume: `interviewlm-${session}`, image, limits, tags: {} });
    await expect(refused).rejects.toMatchObject({ name: 'VolumeError', code: 'not_found' });
    expect(sandboxOf(session)).toBeUndefined();
  });
});

describe('MO4 trouble on the way', () => {
  test('calls that fail and pass are not noticed', async () => {
    for (const method of ['volumeGetOrCreate', 'sandboxGetFromNameV2', 'sandboxCreateV2', 'taskExecStart'])
      server.faults.add(method, 'UNAVAILABLE', 'UNAVAILABLE');
    const { volume, write } = await opened();
    await write('a.txt', 'a');
    expect(text(await provider.volumes.read(volume, 'a.txt'))).toBe('a');
  });

  test('while a sandbox is slow to start, files are there at once', async () => {
    const session = freshSession();
    const volume = await freshVolume(provider.volumes, { 'a.txt': 'a' });
    onTestFinished(() => provider.sandboxes.close(session));
    server.faults.add('sandboxCreateV2', { delay_ms: 3000 });
    let isOpen = false;
    const opening = provider.sandboxes.open({ session, volume, image, limits, tags: {} }).finally(() => (isOpen = true));
    expect(text(await provider.volumes.read(volume, 'a.txt'))).toBe('a');
    expect(isOpen).toBe(false);
    expect(await opening).toEqual({ created: true });
  });

  test('a run that is given up while its command is started ends at once', async () => {
    const stop = new AbortController();
    server.faults.add('taskExecStart', { delay_ms: 0 }, { delay_ms: 1500 });
    setTimeout(() => stop.abort(), 1000);
    const ran = await run(provider.sandboxes, ['sleep', '60'], {}, stop.signal);
    expect(ran.exit).toMatchObject({ code: null, reason: 'aborted' });
  });

  test('a terminal loses and repeats nothing when every connection is cut', async () => {
    const { session } = await opened();
    const screen = new Screen(await provider.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await screen.sees('$ ');
    screen.type('i=0; while [ $i -lt 60 ]; do echo "<$i>"; i=$((i+1)); sleep 0.05; done; echo do""ne\r');
    for (let cut = 0; cut < 3; cut++) {
      await sleep(700);
      server.reset();
    }
    await until(
      () => screen.rest.includes('done'),
      15_000,
      () => `the end in ${JSON.stringify(screen.rest.slice(-300))}`,
    );
    const seen = [...screen.rest.matchAll(/^<(\d+)>/gm)].map(([, n]) => Number(n));
    expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });
});

describe('MO5 what is ours, and how long', () => {
  test('runs leave no sandbox behind, and never share one', async () => {
    const before = running().length;
    await sh(provider.sandboxes, 'echo one');
    await sh(provider.sandboxes, 'sleep 60', { limits: { wall_ms: 1000 } });
    await until(
      () => running().length <= before,
      30_000,
      () => 'the runs to end',
    );
  });

  test('a namespace sees only its own volumes', async () => {
    const apart = open({ namespace: 'staging' });
    onTestFinished(() => apart.stop());
    const mine = await freshVolume(provider.volumes);
    const theirs = await freshVolume(apart.volumes, { 'a.txt': 'a' });
    const names = async ({ volumes }: ModalProvider) => (await volumes.list()).map(({ name }) => name);
    expect(await names(provider)).toContain(mine);
    expect(await names(provider)).not.toContain(theirs);
    expect(await names(apart)).toEqual([theirs]);
    expect(await apart.volumes.exists(mine)).toBe(false);
  });
});

describe('MO6 what a candidate plants in the workspace leads nowhere', () => {
  test.each([
    ['a link to a file', 'ln -s /etc/passwd planted', 'planted'],
    ['a link to a folder', 'ln -s /etc planted', 'planted/passwd'],
    ['a FIFO', 'mkfifo planted', 'planted'],
    ['a link that leads in circles', 'ln -s planted planted', 'planted/x'],
  ])('%s', async (_, plant, path) => {
    const { session, volume } = await opened();
    const screen = new Screen(await provider.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await screen.sees('$ ');
    screen.type(`${plant}; echo plan""ted\r`);
    await screen.sees('planted\r\n');
    const refused = { name: 'VolumeError', code: 'not_a_file' };
    await expect(provider.volumes.read(volume, path)).rejects.toMatchObject(refused);
    await expect(provider.volumes.write(volume, [{ kind: 'write', path, content: bytes('x') }])).rejects.toMatchObject(refused);
    expect(await provider.volumes.tree(volume)).toEqual([]);
    const ran = await sh(provider.sandboxes, 'cat a.txt; ls -A', { volume, overlay: [{ path: 'a.txt', content: bytes('over ') }] });
    expect(ran.stdout).toBe('over a.txt\n');
  });
});
