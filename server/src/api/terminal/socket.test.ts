import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  decodeServerFrame,
  encodeClientFrame,
  terminalWindow,
  type ClientFrame,
  type Role,
  type SessionEvent,
} from '@interviewlm/protocol';
import { addInterview, addTenant, openTestBus, openWorld, type World } from '../../../test/support/interview.js';
import { withTenant } from '../../db/tenant-tx.js';
import { createFiles, type Files } from '../../services/files/index.js';
import { createVolumeSync, type VolumeSync } from '../../services/files/sync.js';
import { openFirstQuestion } from '../../services/questions/current.js';
import { createRecording, type Recording } from '../../services/recording/index.js';
import type { At } from '../../services/recording/log.js';
import { loadRuntimes } from '../../services/runs/runtimes.js';
import { createTokens } from '../../services/sessions/tokens.js';
import { createTerminals, type Terminals } from '../../services/terminal/index.js';
import { createVolumes } from '../../services/volumes/index.js';
import { serveTerminals } from './socket.js';

let world: World;
let tenant: string;
let recording: Recording;
let sync: VolumeSync;
let files: Files;
let terminals: Terminals;
let server: Server;
let stop: () => void;
const tokens = createTokens('a secret that is long enough for a test');
const clients: Client[] = [];

beforeAll(async () => {
  world = await openWorld();
  tenant = await addTenant(world.knex);
  recording = createRecording(world.knex, world.bus);
  start();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = serve(server);
});

/** The services of one process. */
function start(): void {
  const { knex, provider } = world;
  const onError = (error: unknown) => console.error(error);
  sync = createVolumeSync({ knex, volumes: provider.volumes, sandbox: provider.sandboxes, onError });
  files = createFiles(knex, sync);
  const image = loadRuntimes().get('javascript')?.image;
  if (!image) throw new Error('no runtime');
  const volumes = createVolumes({
    knex,
    volumes: provider.volumes,
    sandbox: provider.sandboxes,
    storeWorkspace: () => Promise.reject(new Error('Nothing is archived here')),
    sync,
    imageOf: () => image,
  });
  terminals = createTerminals({
    knex,
    bus: world.bus,
    sync,
    resumeSandbox: (at) => volumes.resumeSandbox(at),
    openPty: (id, size) => provider.sandboxes.terminal(id, size),
    leaveSandbox: (id) => provider.sandboxes.close(id),
    onError,
  });
}

const serve = (on: Server) =>
  serveTerminals(on, {
    terminals: { get: (at, terminal, writes) => terminals.get(at, terminal, writes) },
    authenticate: (token) => tokens.verify(token),
    admit: () => Promise.resolve(),
    allowsOrigin: (_, origin) => Promise.resolve(origin === 'https://ats.example'),
    onError: (error) => console.error(error),
  });

afterEach(() => {
  for (const client of clients.splice(0)) client.socket.terminate();
});

afterAll(async () => {
  stop();
  await terminals.close();
  await sync.close();
  server.close();
  await world.close();
});

/** A terminal page: keeps what it was shown by offset, and acknowledges it. */
class Client {
  readonly socket: WebSocket;
  readonly states: string[] = [];
  readonly closed: Promise<number>;
  output = Buffer.alloc(0);
  exits = 0;
  acks = true;
  /** Offset of the first and after the last byte shown. */
  first: number | null = null;
  next: number;

  constructor(url: string, token: string | null, options: { from?: number; headers?: Record<string, string>; protocols?: string[] } = {}) {
    this.next = options.from ?? 0;
    const protocols = options.protocols ?? ['ilm.terminal.v1', ...(token ? [`ilm.token.${token}`] : [])];
    this.socket = new WebSocket(url, protocols, { headers: options.headers ?? {} });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', resolve);
      this.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      this.socket.on('error', () => undefined);
    });
    this.socket.on('open', () => this.send({ kind: 'resume', from_offset: this.next }));
    this.socket.on('message', (data: Buffer) => this.#receive(data));
    clients.push(this);
  }

  send(frame: ClientFrame): void {
    if (this.socket.readyState === WebSocket.CONNECTING) this.socket.once('open', () => this.send(frame));
    else this.socket.send(encodeClientFrame(frame));
  }

  type(text: string): void {
    this.send({ kind: 'input', data: Buffer.from(text) });
  }

  get text(): string {
    return this.output.toString();
  }

  async shows(text: string | RegExp, timeout = 30_000): Promise<void> {
    await expect
      .poll(() => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text)), { timeout, interval: 20 })
      .toBe(true);
  }

  #receive(data: Buffer): void {
    const frame = decodeServerFrame(data);
    if (frame?.kind === 'state') this.states.push(frame.state);
    if (frame?.kind === 'exit') this.exits++;
    if (frame?.kind !== 'output') return;
    this.first ??= frame.offset;
    if (this.output.length > 0 && frame.offset !== this.next) throw new Error(`expected offset ${this.next}, got ${frame.offset}`);
    this.output = Buffer.concat([this.output, frame.data]);
    this.next = frame.offset + frame.data.length;
    if (this.acks) this.send({ kind: 'ack', offset: this.next });
  }
}

async function begun(): Promise<At> {
  const at = await addInterview(world.knex, tenant);
  await withTenant(world.knex, tenant, (tx) => openFirstQuestion(tx, at));
  return at;
}

const urlOf = (at: At, query = '') =>
  `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/interview/${at.interview}/terminal${query}`;
const tokenOf = async (at: At, role: Role = 'candidate') => (await tokens.mint(at, at.interview, role)).token;
const connect = async (at: At, from = 0, role: Role = 'candidate') => new Client(urlOf(at), await tokenOf(at, role), { from });
const log = async (at: At): Promise<SessionEvent[]> => (await recording.listEvents(at, { limit: 1000 })).data;

async function recorded(at: At): Promise<Buffer> {
  const chunks = (await log(at)).flatMap((event) => (event.type === 'terminal.output' ? [event.data] : []));
  return chunks.reduce((bytes, { offset, base64 }) => {
    expect(offset).toBe(bytes.length);
    return Buffer.concat([bytes, Buffer.from(base64, 'base64')]);
  }, Buffer.alloc(0));
}

describe('who may connect', () => {
  test.each([
    ['no token', { protocols: ['ilm.terminal.v1'] }, 401],
    ['a wrong token', { protocols: ['ilm.terminal.v1', 'ilm.token.e30.e30.e30'] }, 401],
    ['a page of another origin', { headers: { Origin: 'https://evil.example' } }, 403],
  ])('%s is refused', async (_, options, status) => {
    const at = await begun();
    expect(await new Client(urlOf(at), await tokenOf(at), options).closed).toBe(status);
  });

  test('a token is taken from the sub-protocol alone, never from the address, and never sent back', async () => {
    const at = await begun();
    const token = await tokenOf(at);
    expect(await new Client(urlOf(at, `?token=${token}`), null).closed).toBe(401);
    const client = new Client(urlOf(at), token, { headers: { Origin: 'https://ats.example' } });
    await expect.poll(() => client.socket.protocol).toBe('ilm.terminal.v1');
  });

  test("another interview's token, a reviewer's and a fifth terminal are refused", async () => {
    const [mine, theirs] = [await begun(), await begun()];
    expect(await new Client(urlOf(theirs), await tokenOf(mine)).closed).toBe(404);
    expect(await new Client(urlOf(mine), await tokenOf(mine, 'reviewer')).closed).toBe(403);
    expect(await new Client(urlOf(mine, '?terminal=4'), await tokenOf(mine)).closed).toBe(400);
  });

  test('what is no frame ends the connection', async () => {
    const client = await connect(await begun());
    await expect.poll(() => client.states.length).toBeGreaterThan(0);
    client.socket.send(Buffer.from([9, 9, 9]));
    expect(await client.closed).toBe(1007);
  });
});

test('TE1 a shell runs in the workspace, and its output is in the log', async () => {
  const at = await begun();
  const client = await connect(at);
  client.type('ls && node --version\n');
  await client.shows(/v24\.\d+/);
  expect(client.text).toContain('sum.js');
  expect(client.states).toContain('ready');
  await expect.poll(async () => (await recorded(at)).toString()).toMatch(/v24\.\d+/);
});

test('who has left before the terminal was there starts no shell', async () => {
  const at = await begun();
  let [arrive, appear] = [() => {}, () => {}];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const there = new Promise<void>((resolve) => (appear = resolve));
  const slow = createServer();
  const end = serveTerminals(slow, {
    terminals: {
      async get(where, terminal, writes) {
        arrive();
        await there;
        return terminals.get(where, terminal, writes);
      },
    },
    authenticate: (token) => tokens.verify(token),
    admit: () => Promise.resolve(),
    allowsOrigin: () => Promise.resolve(true),
    onError: (error) => console.error(error),
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(slow.address() as AddressInfo).port}/api/interview/${at.interview}/terminal`;
  const client = new Client(url, await tokenOf(at));
  await arrived;
  client.socket.terminate();
  await client.closed;
  await sleep(100);
  appear();
  await sleep(1_500);
  expect(await world.provider.sandboxes.find(at.interview)).toBeNull();
  end();
  slow.close();
});

test('a process that could not go on with terminals keeps them from no other', async () => {
  const at = await begun();
  const observer = await connect(at, 0, 'observer');
  await expect.poll(() => observer.states.length).toBeGreaterThan(0);
  await world.knex.raw('alter table event_segments rename to elsewhere');
  expect(await (await connect(at)).closed).toBe(1011);
  await world.knex.raw('alter table elsewhere rename to event_segments');
  const other = await openTestBus(world.url);
  await expect.poll(() => other.isHeld(at.interview)).toBe(false);
  await other.close();
});

test('TE2 whatever the cuts, who resumes by offset misses and repeats nothing', async () => {
  const at = await begun();
  let client = await connect(at);
  client.type('for i in $(seq 1 400); do echo "line $i of the long output"; sleep 0.003; done; echo do""ne\n');
  const pieces: Buffer[] = [];
  for (let cut = 0; cut < 12; cut++) {
    await sleep(20 + Math.random() * 150);
    client.socket.terminate();
    pieces.push(client.output);
    client = await connect(at, client.next);
  }
  const whole = () => Buffer.concat([...pieces, client.output]);
  // On a line of its own: the loop that was typed has the word too. It may have come before the last cut.
  await expect.poll(() => /^done\r$/m.test(whole().toString())).toBe(true);
  // The prompt after it is on its way, and the log is a moment behind the page.
  await expect.poll(async () => (await recorded(at)).equals(whole()), { interval: 100 }).toBe(true);
  const numbers = [
    ...whole()
      .toString()
      .matchAll(/^line (\d+) of/gm),
  ].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
});

test('TE2 whoever said in time from where on is not shown everything, however busy the server was meanwhile', async () => {
  const at = await begun();
  const before = await connect(at);
  before.type('echo se""en\n');
  await before.shows(/^seen\r$/m);
  const late = new WebSocket(urlOf(at), ['ilm.terminal.v1', `ilm.token.${await tokenOf(at)}`]);
  const offsets: number[] = [];
  late.on('message', (data: Buffer) => {
    const frame = decodeServerFrame(data);
    if (frame?.kind === 'output') offsets.push(frame.offset);
  });
  // The server tells the state as soon as it has the page.
  await once(late, 'message');
  late.send(encodeClientFrame({ kind: 'resume', from_offset: before.next }));
  for (const until = performance.now() + 1_200; performance.now() < until;);
  before.type('echo ag""ain\n');
  await expect.poll(() => offsets.length).toBeGreaterThan(0);
  expect(offsets[0]).toBeGreaterThanOrEqual(before.output.indexOf('seen\r'));
  late.terminate();
});

test('TE3 the shell outlives its connections, and two pages see the same', async () => {
  const at = await begun();
  const first = await connect(at);
  first.type('answer=42\n');
  await first.shows('answer=42');
  first.socket.terminate();
  const [second, third] = [await connect(at), await connect(at)];
  await second.shows('answer=42');
  second.type('echo is-$answer\n');
  await Promise.all([second.shows('is-42'), third.shows('is-42')]);
  // The prompt after it comes to each on its own way.
  await expect.poll(() => second.output.equals(third.output)).toBe(true);
});

test('TE4 an observer sees and does not write', async () => {
  const at = await begun();
  const observer = await connect(at, 0, 'observer');
  const candidate = await connect(at);
  candidate.type('echo se""en\n');
  await observer.shows('seen');
  observer.type('echo mea""nt\n');
  await sleep(400);
  expect(candidate.text).not.toContain('meant');
  expect(observer.states.at(-1)).toBe('read_only');
});

test('TE5 a page that shows nothing is sent one window, and ^C ends a flood at once for one that does', async () => {
  const at = await begun();
  const client = await connect(at);
  await client.shows(/\S/);
  client.acks = false;
  client.type('yes flood\n');
  await expect.poll(() => client.output.length).toBeGreaterThanOrEqual(terminalWindow.high);
  let stalled = -1;
  while (stalled !== client.output.length) {
    stalled = client.output.length;
    await sleep(300);
  }
  await sleep(300);
  expect(client.output.length).toBe(stalled);
  expect(stalled).toBeLessThan(terminalWindow.high + 64 * 1024);
  client.acks = true;
  client.send({ kind: 'ack', offset: client.next });
  client.type('\x03echo aft""er\n');
  await client.shows('after');
});

test('TE6 a new process goes on where the log ends: scrollback first, then a new shell', async () => {
  const at = await begun();
  const before = await connect(at);
  before.type('echo from-be""fore\n');
  await before.shows('from-before');
  await terminals.close();
  await sleep(50);
  start();
  const after = await connect(at);
  await after.shows('from-before');
  after.type('echo from-af""ter\n');
  await after.shows('from-after');
  expect(after.first).toBe(0);
  const resumed = await connect(at, before.next);
  await resumed.shows('from-after');
  expect(resumed.text).not.toContain('from-before');
  await expect.poll(async () => (await recorded(at)).toString(), { interval: 100 }).toContain('from-after');
});

test('TE7 a shell that exits says so, and the next key starts another', async () => {
  const at = await begun();
  const client = await connect(at);
  await client.shows(/\S/);
  client.type('exit 3\n');
  await expect.poll(() => client.exits).toBe(1);
  client.type('echo aga""in\n');
  await client.shows('again');
  expect((await log(at)).find((event) => event.type === 'terminal.exit')).toMatchObject({ data: { terminal: 0, code: 3 } });
});

test('TE8 files made in the terminal are in the tree and the log within two seconds', async () => {
  const at = await begun();
  const client = await connect(at);
  await client.shows(/\S/);
  client.type('mkdir -p notes && echo "by hand" > notes/idea.txt && echo m""ade\n');
  await client.shows('made');
  const began = Date.now();
  await expect
    .poll(async () => (await files.list(at)).files.map((file) => file.path), { timeout: 4_000, interval: 50 })
    .toContain('notes/idea.txt');
  expect(Date.now() - began).toBeLessThan(2_500);
  expect(await log(at)).toContainEqual(
    expect.objectContaining({ type: 'file.create', data: { path: 'notes/idea.txt', content: 'by hand\n', origin: 'terminal' } }),
  );
});

test('TE9 a finished interview has no shell, but still shows what was there', async () => {
  const at = await begun();
  const client = await connect(at);
  client.type('echo last-wo""rds\n');
  await client.shows('last-words');
  await terminals.end(at, 'The interview was submitted.');
  expect(await client.closed).toBe(1000);
  expect(client.states.at(-1)).toBe('ended');
  await world.knex('interviews').where({ id: at.interview }).update({ status: 'submitted' });
  const late = await connect(at);
  await late.shows('last-words');
  await expect.poll(() => late.states.at(-1)).toBe('ended');
});

test('TE10 what a shell says after the submission is not in the log', async () => {
  const at = await begun();
  const client = await connect(at);
  client.type('echo in-ti""me\n');
  await client.shows('in-time');
  await expect.poll(async () => (await recorded(at)).toString()).toContain('in-time\r\n');
  await world.knex('interviews').where({ id: at.interview }).update({ status: 'submitted' });
  client.type('echo too-la""te\n');
  await client.shows('too-late');
  await terminals.end(at, 'The interview was submitted.');
  expect((await recorded(at)).toString()).not.toContain('too-late');
});
