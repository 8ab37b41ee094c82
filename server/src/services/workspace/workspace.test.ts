import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeServerFrame, type SessionEvent } from '@interviewlm/protocol';
import { insertMessages } from '../../db/messages.js';
import { withTenant } from '../../db/tenant-tx.js';
import {
  addInterview,
  addTenant,
  openTestBus,
  openWorld,
  sumQuestion,
  type InterviewOptions,
  type World,
} from '../../../test/support/interview.js';
import { createDiskArchive } from '../../providers/disk/index.js';
import { createScriptedAssistant } from '../../providers/scripted/index.js';
import { newId } from '../../ids.js';
import { createArchiving, type Archiving } from '../archive/index.js';
import { readTar } from '../archive/tar.js';
import { decompressed } from '../archive/zstd.js';
import { emptyContent } from '../assistant/begin.js';
import { createAssistant, type Assistant } from '../assistant/index.js';
import { createFiles, type Files } from '../files/index.js';
import { createVolumeSync, type VolumeSync } from '../files/sync.js';
import { currentQuestion, openFirstQuestion } from '../questions/current.js';
import { createQuestions, type Questions } from '../questions/next.js';
import type { At } from '../recording/log.js';
import { createRecording, type Recording } from '../recording/index.js';
import { loadRuntimes } from '../runs/runtimes.js';
import { getReport } from '../scoring/review.js';
import { createSessions, type Sessions, type SessionHooks } from '../sessions/index.js';
import { createTerminals, type Terminals } from '../terminal/index.js';
import { Viewer } from '../terminal/viewer.js';
import { createVolumes, type Volumes } from '../volumes/index.js';
import { VolumeError, type SandboxPort } from '../volumes/port.js';
import { createSessionHooks } from './hooks.js';
import { createRubric } from './rubric.js';
import { createRuns, type Runs } from './runs.js';
import { score } from './score.js';

interface Services {
  sync: VolumeSync;
  files: Files;
  runs: Runs;
  questions: Questions;
  volumes: Volumes;
  terminals: Terminals;
  assistant: Assistant;
  sessions: Sessions;
  hooks: SessionHooks;
  archiving: Archiving;
}

let world: World;
let tenant: string;
let recording: Recording;
let services: Services;
const runtimes = loadRuntimes();
const archiveDir = mkdtempSync(join(tmpdir(), 'interviewlm-workspace-archive-'));
const archive = createDiskArchive({ dir: archiveDir, publicUrl: 'http://localhost', secret: 'x'.repeat(32) });
const stopping = new AbortController();
const right = sumQuestion.reference[0]?.content ?? '';

beforeAll(async () => {
  world = await openWorld();
  tenant = await addTenant(world.knex);
  recording = createRecording(world.knex, world.bus);
  services = servicesOver(world.provider.sandboxes);
});

afterAll(async () => {
  stopping.abort();
  await services.runs.close();
  await services.terminals.close();
  await services.sync.close();
  await world.close();
  rmSync(archiveDir, { recursive: true });
});

function servicesOver(sandbox: SandboxPort, bus = world.bus): Services {
  const { knex, provider } = world;
  const onError = () => undefined;
  const sync = createVolumeSync({ knex, volumes: provider.volumes, sandbox, onError });
  const files = createFiles(knex, sync);
  const runs = createRuns({ knex, files, sync, sandbox, runtimes });
  const imageOf = (name: 'javascript') => {
    const runtime = runtimes.get(name);
    if (!runtime) throw new Error(`No runtime ${name}`);
    return runtime.image;
  };
  const archiving = createArchiving({
    knex,
    archive,
    computerFor: () => ({ volumes: provider.volumes, sandboxes: sandbox }),
    fold: () => Promise.resolve(),
    retention_ms: 0,
    onError,
  });
  const volumes = createVolumes({
    knex,
    volumes: provider.volumes,
    sandbox,
    storeWorkspace: (at) => archiving.storeWorkspace(at),
    sync,
    imageOf: () => imageOf('javascript'),
  });
  const terminals = createTerminals({
    knex,
    bus,
    sync,
    resumeSandbox: (at) => volumes.resumeSandbox(at),
    openPty: (interview, size) => sandbox.terminal(interview, size),
    leaveSandbox: (interview) => sandbox.close(interview),
    onError,
  });
  const assistant = createAssistant({
    knex,
    bus,
    portFor: () => createScriptedAssistant({ delay_ms: 0 }),
    runTests: (at) => runs.start(at, {}).result,
    onError,
  });
  const note = () => Promise.reject(new Error('Nothing is owed where there is no model'));
  const rubric = createRubric({ knex, modelFor: () => null, note, stopping: stopping.signal, onError });
  const hooks = createSessionHooks({
    knex,
    sync,
    sandbox,
    runtimes,
    volumes,
    terminals,
    assistant,
    rubric,
    stopping: stopping.signal,
    onError,
  });
  return {
    sync,
    files,
    runs,
    questions: createQuestions({ knex, sync, sandbox, runtimes }),
    volumes,
    terminals,
    assistant,
    hooks,
    archiving,
    sessions: createSessions({ knex, hooks, archiving, noteScoring: () => Promise.resolve(), onError }),
  };
}

async function begun(options: InterviewOptions = {}): Promise<At> {
  const at = await addInterview(world.knex, tenant, options);
  await withTenant(world.knex, tenant, (tx) => openFirstQuestion(tx, at));
  return at;
}

const log = async (at: At): Promise<SessionEvent[]> => (await recording.listEvents(at, { limit: 1000 })).data;
const types = async (at: At) => (await log(at)).map((event) => event.type);
const runWith = (at: At, content: string) => services.runs.start(at, { files: { 'sum.js': content } }).result;

describe('beginning', () => {
  test('lays out starter and visible tests, and opens the log with them', async () => {
    const at = await begun();
    expect((await services.files.list(at)).files.map(({ path, read_only, version }) => [path, read_only, version])).toEqual([
      ['sum.js', false, 1],
      ['sum.spec.js', true, 1],
    ]);
    const [started, shown] = await log(at);
    expect(started).toMatchObject({ seq: 1, type: 'session.started', data: { files: [{ path: 'sum.js' }, { path: 'sum.spec.js' }] } });
    expect(shown).toMatchObject({ type: 'question.shown', data: { index: 0, title: 'Sum' } });
  });

  test('a question as the candidate gets it holds no hidden test and no reference', async () => {
    const at = await begun();
    const question = await currentQuestion(world.knex, at);
    expect(question).toMatchObject({
      current: { open: ['sum.js'], tests: ['sum.spec.js'] },
      progress: { index: 0, total: 1, has_next: false },
    });
    expect(JSON.stringify(question)).not.toMatch(/hidden|reduce/);
  });
});

describe('runs', () => {
  test('a wrong solution fails with the names of its tests, the right one passes, and both are in the log', async () => {
    const at = await begun();
    const wrong = await runWith(at, 'export const sum = (numbers) => numbers.length;\n');
    expect(wrong).toMatchObject({ passed: 1, failed: 1, total: 2, timed_out: false });
    expect(wrong.tests.map(({ name, status }) => [name, status])).toEqual([
      ['adds two', 'failed'],
      ['of none is zero', 'passed'],
    ]);
    const passed = await runWith(at, right);
    expect(passed).toMatchObject({ passed: 2, failed: 0, total: 2, stopped: null });
    expect((await types(at)).filter((type) => type.startsWith('tests.'))).toEqual([
      'tests.run',
      'tests.result',
      'tests.run',
      'tests.result',
    ]);
    expect((await recording.replayManifest(at)).markers.map((marker) => marker.kind)).toEqual(['question', 'run_failed', 'run_passed']);
  });

  test('one at a time: a second is refused while the first runs, and taken after it', async () => {
    const at = await begun();
    const first = services.runs.start(at, {});
    await first.started;
    await expect(services.runs.start(at, {}).started).rejects.toMatchObject({ code: 'run_in_progress' });
    await first.result;
    expect((await services.runs.start(at, {}).result).total).toBe(2);
  });

  test('output streams while it comes, and an endless loop ends with its reason', async () => {
    const at = await begun({ questions: [{ ...sumQuestion, limits: { ...sumQuestion.limits, wall_ms: 6_000 } }] });
    const chunks: string[] = [];
    const run = services.runs.start(at, {
      files: { 'sum.js': `console.log('going in');\nexport function sum() { for (;;); }\n` },
      onOutput: ({ text }) => chunks.push(text),
    });
    expect(await run.result).toMatchObject({ passed: 0, timed_out: true, stopped: expect.stringContaining('endless loop') as string });
    expect(chunks.join('')).toContain('going in');
  });

  test('a program that claims success proves nothing', async () => {
    const at = await begun();
    const result = await runWith(at, `console.log('ok 1 - adds two');\nexport const sum = () => 0;\nprocess.exit(0);\n`);
    expect(result).toMatchObject({ passed: 0, failed: 2 });
  });

  test('a sandbox that is away is said so, saves what was sent, and leaves the way free', async () => {
    const { sandboxes } = world.provider;
    const away = servicesOver({ ...proxied(sandboxes), run: () => failing() });
    const at = await begun();
    await expect(away.runs.start(at, { files: { 'sum.js': right } }).result).rejects.toMatchObject({ code: 'sandbox_unavailable' });
    expect(await services.files.read(at, 'sum.js')).toMatchObject({ content: right });
    expect(await services.runs.start(at, {}).result).toMatchObject({ passed: 2 });
  });

  test.each([
    ['erased', 'not_found'],
    ['expired', 'interview_expired'],
    ['submitted', 'already_submitted'],
    ['paused', 'interview_not_active'],
  ])('an interview that was %s while its sandbox began took the volume with it: that is said', async (status, code) => {
    const { sandboxes } = world.provider;
    const at = await begun();
    const vanish = async () => {
      await world.knex('interviews').update({ status }).where({ id: at.interview });
      throw new VolumeError('not_found', 'There is no volume.');
    };
    const run = () => ({ [Symbol.asyncIterator]: () => ({ next: vanish }) });
    const over = servicesOver({ ...proxied(sandboxes), run });
    await expect(over.runs.start(at, {}).result).rejects.toMatchObject({ code });
  });
});

describe('the next question', () => {
  test('keeps the answer, replaces the files, and ends after the last', async () => {
    const at = await begun({ questions: [sumQuestion, { ...sumQuestion, slug: 'again', title: 'Again' }] });
    await services.files.write(at, 'sum.js', right);
    await services.files.write(at, 'notes.md', 'mine');
    const progress = await services.questions.next(at);
    expect(progress).toMatchObject({ current: { title: 'Again', index: 1 }, progress: { index: 1, total: 2, has_next: false } });
    expect((await services.files.list(at)).files.map((file) => file.path)).toEqual(['sum.js', 'sum.spec.js']);
    expect(await services.files.read(at, 'sum.js')).toMatchObject({ content: sumQuestion.starter[0]?.content });
    await services.sync.flush(at);
    const tree = await world.provider.volumes.tree(`interviewlm-${at.interview}`);
    expect(tree.map((entry) => entry.path)).toEqual(['sum.js', 'sum.spec.js']);
    await expect(services.questions.next(at)).rejects.toMatchObject({ code: 'no_more_questions' });
    const answer = await world.knex('answers').where({ interview_id: at.interview }).first<{ files: unknown }>('files');
    expect(answer.files).toEqual([
      { path: 'notes.md', content: 'mine' },
      { path: 'sum.js', content: right },
    ]);
  });
});

describe('submission', () => {
  test('runs visible and hidden tests, scores with evidence, and happens once', async () => {
    const at = await begun();
    await runWith(at, 'export const sum = () => 0;\n');
    await runWith(at, right);
    const receipt = await services.sessions.submit(at);
    expect(receipt).toMatchObject({ status: 'scored', report: { status: 'ready' } });
    const report = await getReport(world.knex, at);
    expect(report.tests).toMatchObject([{ title: 'Sum', visible: { passed: 2, total: 2 }, hidden: { passed: 1, total: 1 } }]);
    const correctness = report.criteria.find((criterion) => criterion.name === 'correctness');
    expect(correctness).toMatchObject({ score: 100 });
    expect(report.criteria.find((criterion) => criterion.name === 'ai_collaboration')).toMatchObject({ score: null });
    const events = await log(at);
    for (const { first_seq, last_seq, from_ms, to_ms } of report.criteria.flatMap((criterion) => criterion.evidence)) {
      expect(events.find((event) => event.seq === first_seq)?.t_ms).toBe(from_ms);
      expect(events.find((event) => event.seq === last_seq)?.t_ms).toBe(to_ms);
    }
    await expect(services.sessions.submit(at)).rejects.toMatchObject({ code: 'already_submitted' });
    await expect(services.files.write(at, 'sum.js', 'late')).rejects.toMatchObject({ code: 'already_submitted' });
    expect((await types(at)).filter((type) => type === 'session.submitted' || type === 'session.scored')).toEqual([
      'session.submitted',
      'session.scored',
    ]);
  });

  test('a solution that knows the visible tests by heart gets less than one that is right', async () => {
    const at = await begun();
    await services.files.write(at, 'sum.js', 'export const sum = (numbers) => (numbers.length === 0 ? 0 : 3);\n');
    await services.sessions.submit(at);
    const report = await getReport(world.knex, at);
    expect(report.tests).toMatchObject([{ visible: { passed: 2, total: 2 }, hidden: { passed: 0, total: 1 } }]);
    expect(report.criteria[0]).toMatchObject({ name: 'correctness', score: 40 });
  });

  test('scoring the same log again gives the same numbers and evidence, and keeps both judgements', async () => {
    const at = await begun();
    await runWith(at, 'export const sum = () => 0;\n');
    await runWith(at, right);
    await services.sessions.submit(at);
    const first = await getReport(world.knex, at);
    const again = await score(world.knex, at, 'rescore');
    expect({ ...again, generated_at: null }).toEqual({ ...first, generated_at: null });
    expect(first.criteria.find(({ name }) => name === 'code_quality')).toMatchObject({ score: 100, evidence: [] });
    const kept = await world.knex('judgements').where({ interview_id: at.interview }).orderBy('id').pluck<string[]>('cause');
    expect(kept).toEqual(['submit', 'rescore']);
  });

  test('with no sandbox at all it is kept, frozen and scored when one is back', async () => {
    const { sandboxes } = world.provider;
    let isAway = true;
    const run: SandboxPort['run'] = (spec, signal) => (isAway ? failing() : sandboxes.run(spec, signal));
    const away = servicesOver({ ...proxied(sandboxes), run });
    const at = await begun();
    await away.files.write(at, 'sum.js', right);
    const submitted = away.sessions.submit(at);
    await expect.poll(() => types(at)).toContain('session.submitted');
    await expect(getReport(world.knex, at)).rejects.toMatchObject({ code: 'not_yet_scored' });
    isAway = false;
    expect(await submitted).toMatchObject({ status: 'scored' });
    expect((await getReport(world.knex, at)).tests).toMatchObject([{ hidden: { passed: 1, total: 1 } }]);
  });

  /** Hands in with a page that comes back just before the files are frozen. */
  const submitAround = (at: At, comeBack: () => Promise<void>) => {
    const { hooks, archiving } = services;
    const beforeSubmit = async (where: At) => {
      await hooks.beforeSubmit(where);
      await comeBack();
    };
    const deps = { knex: world.knex, archiving, noteScoring: () => Promise.resolve(), onError: () => undefined };
    return createSessions({ ...deps, hooks: { ...hooks, beforeSubmit } }).submit(at);
  };
  /** What the terminal tells a page that writes until it says that it is ready or has ended. */
  const statesOf = async (at: At) => {
    const states: string[] = [];
    const viewer = new Viewer(
      true,
      (bytes) => {
        const frame = decodeServerFrame(bytes);
        if (frame?.kind === 'state') states.push(frame.state);
      },
      () => undefined,
    );
    const terminal = await services.terminals.get(at, 0, true);
    terminal.attach(viewer);
    terminal.show(viewer, 0);
    await expect.poll(() => ['ready', 'ended'].includes(states.at(-1) ?? ''), { timeout: 30_000 }).toBe(true);
    return states;
  };
  const ask = (at: At) => services.assistant.ask(at, { message: 'And now?' }, new AbortController().signal).then(() => 'asked');

  test('nothing begins any more that would go on after it', async () => {
    const at = await begun();
    expect(await statesOf(at)).toContain('ready');
    await submitAround(at, async () => {
      expect(await statesOf(at)).not.toContain('ready');
      await expect(ask(at)).rejects.toMatchObject({ code: 'already_submitted' });
    });
    expect((await types(at)).slice((await types(at)).indexOf('session.submitted')).filter((type) => /terminal|chat/.test(type))).toEqual(
      [],
    );
  });

  test('one that fails gives the terminal and the assistant back', async () => {
    const at = await begun();
    await expect(submitAround(at, () => Promise.reject(new Error('the database is away')))).rejects.toThrow('away');
    expect(await ask(at)).toBe('asked');
    await services.terminals.end(at, 'As a page that was told so comes again.');
    expect(await statesOf(at)).toContain('ready');
    await services.terminals.end(at, 'Over.');
  });

  test('a question that was not reached counts as not passed', async () => {
    const at = await begun({ questions: [sumQuestion, { ...sumQuestion, slug: 'again', title: 'Again' }] });
    await services.files.write(at, 'sum.js', right);
    await services.sessions.submit(at);
    const report = await getReport(world.knex, at);
    expect(report.tests).toMatchObject([
      { visible: { passed: 2 } },
      { title: 'Again', visible: { passed: 0, total: 2 }, hidden: { passed: 0, total: 1 } },
    ]);
    expect(report.criteria[0]).toMatchObject({ score: 50 });
  });
});

/** The port's methods live on a class: an object of bound ones can have some replaced. */
const proxied = (sandbox: SandboxPort): SandboxPort => ({
  open: (spec) => sandbox.open(spec),
  find: (session) => sandbox.find(session),
  list: () => sandbox.list(),
  close: (session) => sandbox.close(session),
  run: (spec, signal) => sandbox.run(spec, signal),
  terminal: (session, size) => sandbox.terminal(session, size),
  watch: (session, onChange) => sandbox.watch(session, onChange),
  check: () => sandbox.check(),
});

const failing = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new VolumeError('unavailable', 'The sandbox is away')) }),
});

test('a sandbox that is destroyed with its volume leaves the files in the archive, and comes back with what was saved', async () => {
  const at = await begun();
  await services.files.write(at, 'sum.js', right);
  await services.sync.flush(at);
  await services.volumes.destroySandbox(at, { archive: true, deleteVolume: true });
  expect(await services.volumes.volumeExists(at.interview)).toBe(false);
  const [stored] = await Array.fromAsync(archive.list(`${tenant}/`));
  expect(stored?.key).toMatch(new RegExp(`^${tenant}/\\d{4}/\\d\\d/${at.interview}/workspace\\.tar\\.zst$`));
  const files = await Array.fromAsync(readTar(decompressed(Readable.from([await archive.get(stored?.key ?? '')]))));
  expect(files.map(({ path, content }) => [path, Buffer.from(content).toString()])).toContainEqual(['sum.js', right]);
  await services.sync.flush(at);
  expect(Buffer.from(await services.volumes.readFile(at.interview, 'sum.js')).toString()).toBe(right);
});

test('a pause ends the sandbox also while processes can not hear of each other, and an answer may be under way elsewhere', async () => {
  const line = await openTestBus(world.url);
  await line.close();
  const alone = servicesOver(world.provider.sandboxes, line);
  const at = await begun();
  await services.volumes.resumeSandbox(at);
  const content = emptyContent();
  const answer = { id: newId('message'), role: 'assistant', text: '', content, status: 'streaming', model: null, usage: null } as const;
  await withTenant(world.knex, tenant, (tx) => insertMessages(tx, at.interview, [{ ...answer, prompt_quality: null }]));
  await alone.hooks.afterPause(at);
  expect(await world.provider.sandboxes.find(at.interview)).toBeNull();
  await alone.sync.close();
});
