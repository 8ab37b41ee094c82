import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Knex } from 'knex';
import type { AiPolicy, Mode, QuestionSource } from '@interviewlm/protocol';
import type { Accommodations } from '@interviewlm/protocol';
import pg from 'pg';
import { newId } from '../../src/ids.js';
import { createLocalProvider, type LocalProvider } from '../../src/providers/local/index.js';
import { logChannel, type At } from '../../src/services/recording/log.js';
import { stopChannel } from '../../src/services/assistant/index.js';
import { terminalChannel } from '../../src/services/terminal/index.js';
import { openBus, type Bus } from '../../src/services/recording/bus.js';
import { createTestDatabase } from './database.js';

/** A question whose starter fails and whose reference passes; names of tests as the JavaScript runtime reports them. */
export const sumQuestion: QuestionSource & { expected: { visible: string[]; hidden: string[] } } = {
  slug: 'sum',
  title: 'Sum',
  instructions: 'Write `sum(numbers)` that adds all numbers.',
  runtime: 'javascript',
  difficulty: 1,
  concepts: ['loops'],
  starter: [{ path: 'sum.js', content: 'export function sum(numbers) {\n  return 0;\n}\n' }],
  visible_tests: [
    {
      path: 'sum.spec.js',
      content: `import { expect, test } from '@jest/globals';\nimport { sum } from './sum.js';\ntest('adds two', () => expect(sum([1, 2])).toBe(3));\ntest('of none is zero', () => expect(sum([])).toBe(0));\n`,
    },
  ],
  hidden_tests: [
    {
      path: 'sum.hidden.spec.js',
      content: `import { expect, test } from '@jest/globals';\nimport { sum } from './sum.js';\ntest('adds many', () => expect(sum([1, 2, 3, 4])).toBe(10));\n`,
    },
  ],
  reference: [{ path: 'sum.js', content: 'export function sum(numbers) {\n  return numbers.reduce((a, b) => a + b, 0);\n}\n' }],
  limits: { wall_ms: 20_000, memory_mb: 256, output_bytes: 65_536, pids: 64 },
  expected: { visible: ['adds two', 'of none is zero'], hidden: ['adds many'] },
};

export interface InterviewOptions {
  mode?: Mode;
  status?: string;
  questions?: (QuestionSource & { expected: { visible: string[]; hidden: string[] } })[];
  ai_policy?: Partial<AiPolicy>;
  accommodations?: Partial<Accommodations>;
}

/** A tenant with interviews of its own, written straight into the tables. */
export async function addTenant(knex: Knex): Promise<string> {
  const id = newId('tenant');
  await knex('tenants').insert({ id, name: 'Acme', origins: [] });
  return id;
}

/** An interview that is running, with no file yet. */
export async function addInterview(knex: Knex, tenant: string, options: InterviewOptions = {}): Promise<At> {
  const { mode = 'test', status = 'started', questions = [sumQuestion] } = options;
  const own = { tenant_id: tenant, mode };
  const question_ids = questions.map(() => newId('question'));
  await knex('questions').insert(
    questions.map(({ expected, ...source }, index) => ({
      ...own,
      id: question_ids[index],
      slug: source.slug,
      title: source.title,
      runtime: source.runtime,
      difficulty: source.difficulty,
      concepts: source.concepts,
      source: JSON.stringify(source),
      expected: JSON.stringify(expected),
    })),
  );
  const assessment_id = newId('assessment');
  const policy: AiPolicy = {
    mode: 'pair',
    model: null,
    prompt_version: 'assistant-1',
    instructions: '',
    tools: ['read_file', 'list_files', 'search', 'run_tests', 'propose_edit'],
    token_budget: null,
    cost_budget_micros: null,
    show_usage: true,
    ...options.ai_policy,
  };
  await knex('assessments').insert({
    ...own,
    id: assessment_id,
    title: 'Basics',
    description: '',
    access: 'invite',
    duration_ms: 3_600_000,
    ai_policy: JSON.stringify(policy),
    question_ids,
  });
  const candidate_id = newId('candidate');
  await knex('candidates').insert({ ...own, id: candidate_id, name: 'Ada', email: `${candidate_id}@example.com` });
  const interview = newId('interview');
  await knex('interviews').insert({
    ...own,
    id: interview,
    assessment_id,
    candidate_id,
    status,
    accommodations: JSON.stringify({ time_multiplier: 1, pause_allowed: false, suppress_signals: [], ...options.accommodations }),
    ai_policy: JSON.stringify(policy),
    metadata: '{}',
    limit_ms: 3_600_000,
    question_ids,
    running_since: status === 'started' ? knex.raw(`now() - interval '1 minute'`) : null,
    started_at: status === 'created' ? null : knex.fn.now(),
    expires_at: knex.raw(`now() + interval '1 day'`),
  });
  return { tenant, mode, interview };
}

export interface World {
  knex: Knex;
  url: string;
  bus: Bus;
  provider: LocalProvider;
  close(): Promise<void>;
}

/** A database, a bus over it and the real local sandbox, each of this test file's own. */
export async function openWorld(): Promise<World> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'interviewlm-world-'));
  const provider = createLocalProvider({ dataDir, node: dirname(dirname(process.execPath)) });
  const bus = await openTestBus(database.url);
  return {
    knex: database.knex,
    url: database.url,
    bus,
    provider,
    async close() {
      await bus.close();
      await provider.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const openTestBus = (url: string): Promise<Bus> =>
  openBus(async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  }, [logChannel, stopChannel, terminalChannel]);
