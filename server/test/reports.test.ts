import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Report } from '@interviewlm/protocol';
import { withTenant } from '../src/db/tenant-tx.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { sum } from './support/question.js';

const starter = sum.starter[0]?.content ?? '';
const right = starter.replace('return 0;', 'return a + b;');
const wrong = starter.replace('return 0;', 'return a * b;');
const byHeart = starter.replace('return 0;', 'return a === 1 && b === 2 ? 3 : 0;');
const elsewhere = '/** Adds two numbers. */\nexport const sum = (first, second) => first + second;\n';

let api: TestApi;
const reports = {} as Record<'nothing' | 'hardcoded' | 'pasted' | 'steady', Report>;
let steady: TestInterview;

/** Writes as the page does: the edit is recorded where it happened, and the file is saved. */
class Person {
  #seq = 1;
  #text = starter;
  readonly #client = crypto.randomUUID();

  #begun = 0;

  constructor(readonly interview: TestInterview) {}

  /** Opens the question, which starts the clock. */
  async begin(): Promise<void> {
    await this.interview.candidate.get(`/api/interview/${this.interview.id}/questions`);
    this.#begun = Date.now();
  }

  async write(text: string, origin: 'typed' | 'paste'): Promise<void> {
    const change = [0, this.#text.length, text];
    this.#text = text;
    await this.#tell('editor.edit', { path: 'sum.js', version: 1, changes: [change], origin });
    const { candidate, id } = this.interview;
    const saved = await candidate.put(`/api/interview/${id}/files/sum.js`, { content: text });
    if (saved.status >= 300) throw new Error(saved.text);
  }

  async ask(message: string): Promise<void> {
    const { candidate, id } = this.interview;
    const { text } = await candidate.post(`/api/interview/${id}/chat`, { message, context: { path: 'sum.js' } });
    const proposal = /event: proposal\ndata: (.*)/.exec(text)?.[1];
    if (proposal)
      await this.#tell('chat.decision', { proposal: (JSON.parse(proposal) as { id: string }).id, path: 'sum.js', accepted: false });
  }

  run = () => this.interview.candidate.made(`/api/interview/${this.interview.id}/run-tests`, {});

  async submit(): Promise<Report> {
    const { candidate, reviewer, id } = this.interview;
    await candidate.made(`/api/interview/${id}/submit`);
    const report = await reviewer.get(`/api/interview/${id}/report`);
    if (report.status !== 200) throw new Error(report.text);
    return report.body as Report;
  }

  async #tell(type: string, data: object): Promise<void> {
    const { candidate, id } = this.interview;
    const events = [{ type, data, t_ms: Date.now() - this.#begun }];
    await candidate.made(`/api/interview/${id}/events`, { client_id: this.#client, first_seq: this.#seq++, events });
  }
}

const lives: Record<keyof typeof reports, (person: Person) => Promise<void>> = {
  nothing: () => Promise.resolve(),
  async hardcoded(person) {
    await person.write(byHeart, 'typed');
    await person.run();
  },
  async pasted(person) {
    await person.write(elsewhere, 'paste');
    await person.run();
  },
  async steady(person) {
    await person.write(wrong, 'typed');
    await person.run();
    await person.ask('The test adds fails: sum(1, 2) got 2 instead of 3. Why does `a * b` give 2, and what should I return?');
    await person.write(right, 'typed');
    await person.run();
  },
};

beforeAll(async () => {
  api = await startTestApi();
  const live = async (name: keyof typeof reports) => {
    const person = new Person(await api.acme.createInterview({ candidate: { name: `<b>${name}</b>`, email: `${name}@example.com` } }));
    if (name === 'steady') steady = person.interview;
    await person.begin();
    await lives[name](person);
    reports[name] = await person.submit();
  };
  await Promise.all((['nothing', 'hardcoded', 'pasted', 'steady'] as const).map(live));
}, 120_000);
afterAll(() => api.close());

const of = (name: keyof typeof reports, criterion: string) => reports[name].criteria.find((each) => each.name === criterion)?.score;

describe('four candidates rank as a reviewer would rank them', () => {
  test('nothing done, the visible tests known by heart, everything pasted, steady work', () => {
    const scores = (['nothing', 'hardcoded', 'pasted', 'steady'] as const).map((name) => reports[name].score ?? NaN);
    expect(scores[0]).toBe(0);
    for (const [lower, higher] of [
      [0, 1],
      [1, 2],
      [2, 3],
    ] as const)
      expect((scores[higher] ?? 0) - (scores[lower] ?? 0)).toBeGreaterThan(8);
  });

  test('and each for the reason that a reviewer would give', () => {
    expect(of('hardcoded', 'correctness')).toBe(40);
    expect(of('pasted', 'correctness')).toBe(100);
    expect(of('pasted', 'problem_solving')).toBeLessThan(35);
    expect(reports.pasted.charts.provenance).toMatchObject({ typed: 0, assistant: 0 });
    expect(of('steady', 'problem_solving')).toBe(100);
    expect(of('steady', 'ai_collaboration')).toBeGreaterThan(80);
    expect(of('nothing', 'ai_collaboration')).toBeNull();
    expect(of('nothing', 'code_quality')).toBeNull();
  });

  test('every score but none has evidence that is in the log, and the report keeps its contract', async () => {
    const { data } = (await steady.reviewer.get(`/api/interview/${steady.id}/events?limit=1000`)).body as {
      data: { seq: number; t_ms: number }[];
    };
    const moments = new Map(data.map(({ seq, t_ms }) => [seq, t_ms]));
    expect(Report.parse(reports.steady)).toEqual(reports.steady);
    const evidence = reports.steady.criteria.flatMap((criterion) => criterion.evidence);
    expect(evidence.length).toBeGreaterThan(4);
    for (const { first_seq, last_seq, from_ms, to_ms } of evidence) {
      expect([moments.get(first_seq), moments.get(last_seq)].sort()).toEqual([from_ms, to_ms].sort());
    }
  });
});

describe('the report as a document', () => {
  const path = (kind: string, query = '') => `/api/interview/${steady.id}/report.${kind}${query}`;

  test('is one page that loads nothing, says nothing as markup, and links to the replay by a code that can be revoked', async () => {
    const { status, headers, text } = await api.acme.secret.get(path('html'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<b>steady|<script|src=|url\(/);
    expect(text).toContain('&#60;b&#62;steady');
    const [link, code] = /\/r\/itv_\w+#(ilm_inv_[\w-]+)&#38;t=\d+:\d\d/.exec(text) ?? [];
    expect(link).toContain(steady.id);
    const redeemed = await api.anyone.post(`/api/interview/${steady.id}/redeem`, { code });
    expect(redeemed).toMatchObject({ status: 201, body: { role: 'reviewer' } });
    const links = (await api.acme.secret.get(`/api/interview/${steady.id}/links`)).body.data as { id: string }[];
    const newest = links.toSorted((a, b) => b.id.localeCompare(a.id))[0]?.id ?? '';
    await api.acme.secret.delete(`/api/interview/${steady.id}/links/${newest}`);
    expect((await api.anyone.post(`/api/interview/${steady.id}/redeem`, { code })).status).toBe(404);
  });

  test('a reviewer’s short token never becomes a code that lasts', async () => {
    const { text } = await steady.reviewer.get(path('html'));
    expect(text).toMatch(/#t=\d+:\d\d/);
    expect(text).not.toContain('ilm_inv_');
  });

  test('prints, with the same links', async () => {
    const { status, headers, text } = await steady.reviewer.get(path('pdf'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(text).toMatch(new RegExp(`/URI \\(${api.url}/r/${steady.id}#t=\\d+:\\d\\d\\)`));
  });

  test('for the candidate holds the scores and reasons, no way into the recording and no names', async () => {
    await steady.reviewer.made(`/api/interview/${steady.id}/report/overrides`, {
      criterion: 'communication',
      score: 80,
      reason: 'Explained the cause very well.',
      author: 'Grace Hopper',
    });
    const { text } = await api.acme.secret.get(path('html', '?audience=candidate'));
    expect(text).toContain('Problem solving');
    expect(text).not.toMatch(/Grace Hopper|\/r\/|ilm_inv_|href=/);
    const report = (await api.acme.secret.get(`/api/interview/${steady.id}/report?audience=candidate`)).body as Report;
    expect(report.overrides).toMatchObject([{ author: 'A reviewer', score: 80 }]);
  });
});

describe('what people add', () => {
  const path = (kind: 'overrides' | 'appeals', interview = steady) => `/api/interview/${interview.id}/report/${kind}`;
  const override = { criterion: 'total', score: 55, reason: 'Seen together with the second interview.', author: 'Grace Hopper' };

  test('an override counts with its reason, the computed score stays, and a later one stands above an earlier one', async () => {
    const first = await steady.reviewer.made(path('overrides'), override);
    const second = await api.acme.secret.made(path('overrides'), { ...override, score: 60 });
    expect(first).toMatchObject({ object: 'report_override', score: 55 });
    expect(second).toMatchObject({ from: 55, score: 60 });
    const report = (await steady.reviewer.get(`/api/interview/${steady.id}/report`)).body as Report;
    expect(report.score).toBe(reports.steady.score);
    expect(report.final).toEqual({ score: 60, formula: 'Set to 60 by Grace Hopper.' });
    expect(report.overrides.map(({ score }) => score)).toEqual([80, 55, 60]);
    expect((await api.acme.secret.get(`/api/interview/${steady.id}`)).body.score).toEqual({ value: 60, max: 100 });
  });

  test('the candidate can object, and changes nothing by it', async () => {
    const appeal = { criterion: 'problem_solving', reason: 'The first run failed since the sandbox was slow.' };
    expect(await steady.candidate.made(path('appeals'), appeal)).toMatchObject({ object: 'report_appeal', by: 'candidate' });
    const report = (await steady.reviewer.get(`/api/interview/${steady.id}/report`)).body as Report;
    expect(report.appeals).toMatchObject([appeal]);
    expect(report.final.score).toBe(60);
  });

  test('nobody takes anything back, not even the application itself', async () => {
    for (const table of ['report_overrides', 'report_appeals', 'judgements']) {
      const work = (verb: string) => withTenant(api.backend.knex, api.acme.id, ({ sql }) => sql.raw(`${verb} where true`));
      await expect(work(`delete from ${table}`)).rejects.toThrow('permission denied');
      await expect(work(`update ${table} set interview_id = interview_id`)).rejects.toThrow('permission denied');
    }
  });

  test('who may do what', async () => {
    const fresh = await api.acme.createInterview();
    expect((await fresh.candidate.post(path('overrides'), override)).status).toBe(403);
    expect((await fresh.candidate.get(`/api/interview/${fresh.id}/report.html`)).status).toBe(403);
    expect((await fresh.observer.post(path('appeals', fresh), { reason: 'I watched it all.' })).status).toBe(403);
    expect((await fresh.reviewer.post(path('overrides', fresh), override)).body.code).toBe('not_yet_scored');
    expect((await fresh.candidate.post(path('appeals', fresh), { reason: 'Before anything was scored.' })).body.code).toBe(
      'not_yet_scored',
    );
    expect((await api.acme.secret.get(`/api/interview/${fresh.id}`)).body.status).toBe('created');
    expect((await api.globex.secret.get(`/api/interview/${steady.id}/report.pdf`)).status).toBe(404);
    expect((await api.globex.secret.post(path('overrides'), override)).status).toBe(404);
    const bad = await steady.reviewer.post(path('overrides'), { ...override, reason: 'no' });
    expect(bad.body.errors[0].path).toBe('body.reason');
  });
});
