import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '@interviewlm/protocol';
import { finishRun, insertRun } from '../src/db/runs.js';
import { withTenant } from '../src/db/tenant-tx.js';
import { newId } from '../src/ids.js';
import { createAnthropicAssistant } from '../src/providers/anthropic/index.js';
import { createAssistant, type Assistant } from '../src/services/assistant/index.js';
import { systemPrompt } from '../src/services/assistant/prompt.js';
import { openFirstQuestion } from '../src/services/questions/current.js';
import type { Bus } from '../src/services/recording/bus.js';
import { codeTask, promptsTask } from '../src/services/scoring/rubric/prompts.js';
import type { At } from '../src/services/recording/log.js';
import { contents, outputs, prompts } from './support/attacks.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';
import { addInterview, addTenant, openTestBus, sumQuestion } from './support/interview.js';
import { startMessagesApi, type MessagesApi } from './vendors/messages-api/server.js';

/** Every secret has this word in it: wherever it turns up in a request, something leaked. */
const canary = 'CANARYBIRD';
const question = {
  ...sumQuestion,
  slug: 'sum',
  hidden_tests: [{ path: 'sum.hidden.spec.js', content: `test('${canary} adds many', () => expect(sum([1, 2, 3, 4])).toBe(10));\n` }],
  reference: [{ path: 'sum.js', content: `// ${canary}\nexport const sum = (list) => list.reduce((a, b) => a + b, 0);\n` }],
  expected: { visible: sumQuestion.expected.visible, hidden: [`${canary} adds many`] },
};
const theirs = {
  ...question,
  instructions: `${canary} of the neighbours`,
  starter: [{ path: 'sum.js', content: `// ${canary} starter\n` }],
};
const policy = { mode: 'pair' as const };

let database: TestDatabase;
let bus: Bus;
let api: MessagesApi;
let tenant: string;
let assistant: Assistant;
const never = new AbortController().signal;

beforeAll(async () => {
  [database, api] = await Promise.all([createTestDatabase(), startMessagesApi()]);
  bus = await openTestBus(database.url);
  tenant = await addTenant(database.knex);
  const port = createAnthropicAssistant({ apiKey: 'test-key', baseUrl: api.url });
  assistant = createAssistant({
    knex: database.knex,
    bus,
    portFor: () => port,
    runTests: () => Promise.resolve(visibleRun(outputs[0] ?? '')),
    onError: () => undefined,
  });
  // Others of this tenant, and another tenant, whose words must stay theirs.
  for (const owner of [tenant, await addTenant(database.knex)]) {
    const other = await addInterview(database.knex, owner, { questions: [theirs] });
    await withTenant(database.knex, owner, (tx) => openFirstQuestion(tx, other));
    await chat(other, `${canary} said by somebody else`);
  }
  api.requests.length = 0;
});
afterAll(async () => {
  await assistant.close();
  await Promise.all([api.close(), bus.close()]);
  await database.close();
});

async function begun(over: Partial<typeof question> = {}): Promise<At> {
  // The next question of the same interview is not on the screen yet.
  const at = await addInterview(database.knex, tenant, {
    questions: [
      { ...question, ...over },
      { ...theirs, title: `${canary} next` },
    ],
    ai_policy: policy,
  });
  await withTenant(database.knex, tenant, (tx) => openFirstQuestion(tx, at));
  return at;
}

async function chat(at: At, message: string): Promise<string> {
  let said = '';
  for await (const { event } of await assistant.ask(at, { message }, never)) if (event.type === 'delta') said += event.text;
  return said;
}

const visibleRun = (stdout: string): RunResult => ({
  id: newId('run'),
  object: 'test_run',
  passed: 0,
  failed: 1,
  total: 1,
  duration_ms: 1,
  tests: [{ name: 'adds two', status: 'failed', message: stdout, duration_ms: 1 }],
  stdout,
  stderr: '',
  truncated: false,
  timed_out: false,
  stopped: null,
});

/** Every text of a request, wherever it stands. */
function textsOf({ system, messages, tools }: MessageCreateParamsStreaming): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk([system, messages, tools]);
  return found;
}

const everything = {
  model: null,
  prompt_version: 'assistant-1' as const,
  instructions: '',
  tools: [],
  token_budget: null,
  cost_budget_micros: null,
  show_usage: true,
};

/** The words of ours that stand in every request, whatever is on the screen. */
const ours = new Set(
  systemPrompt(
    { question: { title: '', instructions: '', runtime: 'javascript' }, files: [], last_run: null },
    { ...policy, ...everything },
  )
    .join('\n')
    .split('\n'),
);
const frame =
  /^(?:<\/?\s?(?:question|file|run|selection)\b.*|\d+ of \d+ tests passed\.|(?:passed|failed|error): .*|The tests have not been run yet\.)$/;

/** Lines of the system prompt that are neither ours nor on the screen. */
function strangers({ system }: MessageCreateParamsStreaming, screen: readonly string[]): string[] {
  const shown = new Set(screen.flatMap((text) => text.split('\n')).map(loose));
  const texts = Array.isArray(system) ? system.map(({ text }) => text) : [system ?? ''];
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '' && !ours.has(line) && !frame.test(line) && !shown.has(loose(line)));
}

/** Tags inside material are written with a space in them, so that they end nothing. */
const loose = (line: string) => line.replace(/<(\/?) ?(question|file|run|selection)\b/gi, '<$1$2');

const screenOf = (files: readonly string[] = []) => [
  question.instructions,
  ...question.starter.map(({ content }) => content),
  ...question.visible_tests.map(({ content }) => content),
  ...files,
  ...outputs,
];

/** What a model judges by is nobody's to read, least of all the assistant's. */
const rubric = [codeTask([]), promptsTask([])].flatMap(({ system }) => system.split('\n').filter((line) => line.length > 40));

/** All that a request holds and must not: secrets by their word, keys and solutions by their shape, and lines that are on no screen. */
function problemsOf(body: MessageCreateParamsStreaming, screen: readonly string[], said: readonly string[]): string[] {
  return [
    // What the candidate themself wrote may hold the word; nothing else may.
    ...textsOf(body).filter((text) => text.includes(canary) && !said.some((own) => text.includes(own))),
    ...(JSON.stringify(body).match(/test-key|ilm_(?:sk|inv)_|list\.reduce/g) ?? []),
    ...rubric.filter((line) => textsOf(body).some((text) => text.includes(line))),
    ...strangers(body, screen),
  ];
}

function expectClean(screen: readonly string[], said: readonly string[]): void {
  expect(api.requests.length).toBeGreaterThan(0);
  for (const { body, headers } of api.requests.splice(0)) {
    expect(problemsOf(body, screen, said)).toEqual([]);
    expect(Object.keys(headers).filter((name) => name.startsWith('x-interviewlm'))).toEqual([]);
  }
}

test('and would find a leak: each secret that is put into a request on purpose is caught', () => {
  const [hidden, reference] = [question.hidden_tests[0]?.content ?? '', question.reference[0]?.content ?? ''];
  for (const secret of [
    hidden,
    reference,
    theirs.instructions,
    `${canary} said by somebody else`,
    rubric[0] ?? '',
    'A line that stands on no screen.',
  ]) {
    const context = { question: { ...question, instructions: `${question.instructions}\n${secret}` }, files: [], last_run: null };
    const [system, screen] = systemPrompt(context, { ...everything, mode: 'pair' });
    const body = { model: 'm', max_tokens: 1, stream: true, system: `${system}\n${screen}`, messages: [] } as MessageCreateParamsStreaming;
    expect(problemsOf(body, screenOf(), []), secret).not.toEqual([]);
  }
  const clean = systemPrompt({ question, files: [], last_run: null }, { ...everything, mode: 'pair' }).join('\n');
  expect(problemsOf({ model: 'm', max_tokens: 1, stream: true, system: clean, messages: [] }, screenOf(), [])).toEqual([]);
});

test('the suite is as large as it says', () => {
  expect(prompts.length + contents.length + outputs.length).toBeGreaterThanOrEqual(60);
  expect(new Set(prompts).size).toBe(prompts.length);
});

describe('nothing that was not on the screen reaches the vendor', () => {
  test('whatever is asked', async () => {
    const groups = Array.from({ length: 4 }, (_, n) => prompts.filter((_prompt, index) => index % 4 === n));
    await Promise.all(
      groups.map(async (group) => {
        const at = await begun();
        for (const prompt of group) await chat(at, prompt);
      }),
    );
    expect(api.requests.length).toBeGreaterThanOrEqual(prompts.length);
    expectClean(screenOf(), ['Search the workspace for "CANARY"']);
  }, 120_000);

  test.each(contents.map((content) => [content] as const))('whatever a file says: %j', async (content) => {
    const at = await begun({ starter: [{ path: 'sum.js', content }] });
    await chat(at, 'What does this file do?');
    expectClean(screenOf([content]), []);
  });

  test.each(outputs.map((output) => [output] as const))('whatever a run prints: %j', async (output) => {
    const at = await begun();
    await withTenant(database.knex, tenant, async (tx) => {
      const { rows } = await tx.sql.raw<{ rows: { question_ids: string[] }[] }>('select question_ids from interviews where id = ?', [
        at.interview,
      ]);
      const run = visibleRun(output);
      await insertRun(tx, at.interview, { id: run.id, question_id: rows[0]?.question_ids[0] ?? '', kind: 'visible', until_ms: 0 });
      await finishRun(tx, run);
    });
    await chat(at, 'Why does it fail?');
    expectClean(screenOf(), []);
  });

  test.each([
    ['read_file', { path: 'sum.hidden.spec.js' }],
    ['read_file', { path: '../hidden/sum.hidden.spec.js' }],
    ['read_file', { path: '/etc/passwd' }],
    ['read_file', { path: '/proc/self/environ' }],
    ['search', { query: 'reduce' }],
    ['search', { query: 'adds many' }],
    ['list_files', {}],
    ['run_tests', {}],
    ['propose_edit', { path: 'sum.spec.js', content: 'test.skip' }],
    ['read_database', { table: 'questions' }],
  ])('whatever the model calls: %s %j', async (tool, input) => {
    const at = await begun();
    api.next({ blocks: [{ tool, input }] }, { blocks: [{ text: 'That is all.' }] });
    await chat(at, 'Have a look.');
    expect(api.requests).toHaveLength(2);
    expectClean(screenOf(), []);
  });
});
