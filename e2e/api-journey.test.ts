import { beforeAll, describe, expect, test } from 'vitest';
import { interviewlm } from './support/cli.js';
import { exercise } from './support/exercise.js';
import { Integrator } from './support/integrator.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
let acme: Integrator;
let globex: Integrator;

beforeAll(async () => {
  acme = new Integrator(product.baseUrl, product.demo.secret_key);
  const tenant = await interviewlm<{ id: string }>(product.dataDir, 'tenants', 'create', 'Globex');
  const key = await interviewlm<{ key: string }>(product.dataDir, 'keys', 'create', '--tenant', tenant.id);
  globex = new Integrator(product.baseUrl, key.key);
});

describe('an integrator with nothing but a secret key', () => {
  let interview: { id: string; status: string };
  const path = (rest: string) => `/api/interview/${interview.id}${rest}`;

  test('creates an interview', async () => {
    interview = await acme.createInterview('meeting-rooms');
    expect(interview.status).toBe('created');
  });

  test('a wrong solution fails, and the failed tests are named', async () => {
    const { starter } = await exercise('python-scheduling', 'meeting-rooms');
    for (const file of starter) expect((await acme.put(path(`/files/${file.path}`), { content: file.content })).status).toBe(200);
    const { status, body } = await acme.post(path('/run-tests'), {});
    expect(status).toBe(200);
    expect(body.failed).toBeGreaterThan(0);
    expect(Number(body.passed) + Number(body.failed)).toBe(body.total);
    for (const { name, message } of body.tests.filter((each: { status: string }) => each.status !== 'passed')) {
      expect(name).toMatch(/\w/);
      expect(message).toMatch(/\w/);
    }
  });

  test('the assistant streams start, text, usage and done, in that order', async () => {
    const { status, text } = await acme.post(path('/chat'), { message: 'Why does the first test fail?' });
    expect(status).toBe(200);
    const kinds = [...text.matchAll(/^event: (\w+)$/gm)].map(([, kind]) => kind);
    expect(kinds[0]).toBe('start');
    expect(kinds).toContain('delta');
    expect(kinds.slice(-2)).toEqual(['usage', 'done']);
  });

  test('the reference solution passes everything', async () => {
    const { reference } = await exercise('python-scheduling', 'meeting-rooms');
    for (const file of reference) await acme.put(path(`/files/${file.path}`), { content: file.content });
    const { body } = await acme.post(path('/run-tests'), {});
    expect(body).toMatchObject({ failed: 0, timed_out: false, stopped: null });
    expect(body.passed).toBe(body.total);
  });

  test('another tenant gets 404 on every one of these', async () => {
    const answers = await Promise.all([
      globex.get(path('')),
      globex.get(path('/files')),
      globex.get(path('/files/meeting_rooms.py')),
      globex.put(path('/files/meeting_rooms.py'), { content: '' }),
      globex.post(path('/run-tests'), {}),
      globex.post(path('/chat'), { message: 'hello' }),
      globex.get(path('/chat')),
      globex.get(path('/questions')),
      globex.post(path('/questions')),
      globex.get(path('/events')),
      globex.get(path('/replay')),
      globex.post(path('/tokens'), { role: 'reviewer' }),
      globex.post(path('/pause')),
      globex.post(path('/submit')),
      globex.get(path('/report')),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'not_found']));
  });

  test('submits once, and reads the report', async () => {
    const receipt = await acme.post(path('/submit'));
    expect(receipt.status).toBe(200);
    expect(receipt.body.report).toMatchObject({ status: 'ready' });
    const report = await acme.get(path('/report'));
    expect(report.body.score).toBeGreaterThan(0);
    expect(report.body.tests[0].hidden.passed).toBe(report.body.tests[0].hidden.total);
    const again = await acme.post(path('/submit'));
    expect([again.status, again.body.code]).toEqual([409, 'already_submitted']);
  });

  test('pages through the events, in order and without a hole', async () => {
    const seqs: number[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await acme.get(path(`/events?limit=7${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`));
      seqs.push(...body.data.map((event: { seq: number }) => event.seq));
      cursor = body.has_more ? body.next_cursor : null;
    } while (cursor);
    expect(seqs.length).toBeGreaterThan(7);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });
});

describe('programs that never should have run', () => {
  const bombs = {
    'an endless loop': 'while True: pass\n',
    'a fork bomb': 'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n',
    'a gigabyte of output': "import sys\nfor _ in range(1024): sys.stdout.write('x' * 1048576)\n",
    'a memory hog': 'hog = []\nwhile True: hog.append(bytearray(16 * 1024 * 1024))\n',
  };

  test.each(Object.entries(bombs))(
    '%s is a failed run with a clear reason, while other interviews go on',
    { timeout: 120_000 },
    async (_name, content) => {
      const [victim, other] = await Promise.all([
        acme.createInterview('meeting-rooms', 'bomb@example.com'),
        acme.createInterview('meeting-rooms', 'calm@example.com'),
      ]);
      await acme.put(`/api/interview/${victim.id}/files/meeting_rooms.py`, { content });
      const { reference } = await exercise('python-scheduling', 'meeting-rooms');
      for (const file of reference) await acme.put(`/api/interview/${other.id}/files/${file.path}`, { content: file.content });
      const bomb = acme.post(`/api/interview/${victim.id}/run-tests`, {});
      const calm = await acme.post(`/api/interview/${other.id}/run-tests`, {});
      expect(calm.body).toMatchObject({ failed: 0 });
      const { status, body } = await bomb;
      expect(status).toBe(200);
      expect(body.passed).toBe(0);
      expect(body.failed).toBe(body.total);
      expect(body.stopped ?? body.tests[0].message).toMatch(/time|process|printed|memory/i);
    },
  );
});
