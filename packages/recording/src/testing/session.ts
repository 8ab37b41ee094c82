import { SessionScript, type Recording } from './script.js';

const source = 'src/parse-duration.js';
const testFile = 'test/parse-duration.test.js';
const instructions = `# Parse a duration

Write \`parseDuration(text)\`: it reads \`1h 20m\`, \`45s\` or \`1500ms\` and answers the **milliseconds**.

- Parts may come in any order, with or without spaces.
- Anything else throws a \`RangeError\` that names the part.
`;
const starter = `/** Reads a duration such as "1h 20m" and answers its milliseconds. */
export function parseDuration(text) {
  throw new Error('not written yet');
}
`;
const tests = `import { test } from 'node:test';
import assert from 'node:assert/strict';
import { parseDuration } from '../src/parse-duration.js';

test('reads seconds', () => assert.equal(parseDuration('45s'), 45_000));
test('adds parts', () => assert.equal(parseDuration('1h 20m'), 4_800_000));
test('reads milliseconds', () => assert.equal(parseDuration('1500ms'), 1500));
test('refuses nonsense', () => assert.throws(() => parseDuration('soon'), RangeError));
`;
const firstTry = `let total = 0;
  for (const [, count, unit] of text.matchAll(/(\\d+)([a-z])/g)) {
    total += Number(count) * units[unit];
  }
  return total;`;
const table = `const units = { h: 3_600_000, m: 60_000, s: 1000 };

`;
const loop = `for (const [, count, unit] of text.matchAll(/(\\d+)([a-z])/g)) {`;
const better = `const rest = text.replace(/(\\d+)(ms|h|m|s)/g, '').trim();
  if (rest !== '' || text.trim() === '') throw new RangeError(\`not a duration: \${rest}\`);
  for (const [, count, unit] of text.matchAll(/(\\d+)(ms|h|m|s)/g)) {`;
const edgeCase = `
test('reads parts without spaces', () => assert.equal(parseDuration('1h20m5s'), 4_805_000));
`;
const question = 'qst_01hzy3v7k8m9n0p1q2r3s4t5v6';
const message = (last: string) => `msg_01hzy3v7k8m9n0p1q2r3s4t5v${last}`;
const run = (last: string) => `run_01hzy3v7k8m9n0p1q2r3s4t5v${last}`;

/**
 * A whole interview of about four minutes, the same every time: reading, typing, a failing run, a look into the terminal,
 * a question to the assistant, a proposal taken, a pause to think, a green run, an extra test, submission.
 */
export function demoSession(): Recording {
  const script = new SessionScript(7);
  script.start(question, 'Parse a duration', instructions, {
    [source]: starter,
    [testFile]: tests,
    'package.json': '{ "type": "module" }\n',
  });
  script.emit({ type: 'terminal.resize', data: { terminal: 0, cols: 80, rows: 16 } }).print('\x1b[32m/workspace\x1b[0m $ ');
  script.wait(1200).emit({ type: 'editor.open', data: { path: source } });
  script.wait(24_000).emit({ type: 'editor.open', data: { path: testFile } });
  script.wait(9000).emit({ type: 'editor.open', data: { path: source } });
  firstDraft(script);
  lookAround(script);
  askAndAccept(script);
  finishUp(script);
  return script.finish('Parse a duration', 'Ada Moreno', 120);
}

function firstDraft(script: SessionScript): void {
  script.wait(3000).retype(source, `throw new Error('not written yet');`, firstTry, 150);
  script.wait(4000).type(source, script.offsetOf(source, 'export function'), table, 110);
  script.wait(1500).save(source);
  script.wait(500).run(run('1'), 840, {
    'reads seconds': null,
    'adds parts': null,
    'reads milliseconds': 'Expected values to be strictly equal:\n\n90000000 !== 1500',
    'refuses nonsense': 'Missing expected exception (RangeError).',
  });
}

function lookAround(script: SessionScript): void {
  script.wait(8000).command('node --version', 'v24.21.0\n');
  script.wait(2000).command('ls -1', 'package.json\n\x1b[34msrc\x1b[0m\n\x1b[34mtest\x1b[0m\n');
  script.wait(6000).emit({ type: 'integrity.blur', data: { away_ms: 21_000 } });
  script.wait(21_000).emit({ type: 'integrity.focus', data: {} });
  script.wait(52_000);
}

function askAndAccept(script: SessionScript): void {
  const text = 'Why does 1500ms come out as 90000000? Which part of my pattern is wrong?';
  const given = {
    question,
    run: run('1'),
    files: [source, testFile],
    tools: ['read_file' as const, 'run_tests' as const, 'propose_edit' as const],
  };
  script.emit({ type: 'chat.user', data: { message: message('1'), text, path: source, given } });
  script
    .wait(900)
    .emit({ type: 'chat.tool', data: { message: message('2'), id: 'tool_1', name: 'read_file', input_summary: source, status: 'done' } });
  const proposed = (script.files.get(source) ?? '').replace(loop, better);
  const diff = `--- a/${source}\n+++ b/${source}\n@@ -5,3 +5,5 @@\n   let total = 0;\n-  ${loop}\n+  ${better.replaceAll('\n', '\n+')}\n     total += Number(count) * units[unit];`;
  const proposal = { id: 'prop_1', path: source, diff, base_version: 2, content: proposed };
  script.wait(5200).emit({ type: 'chat.proposal', data: { message: message('2'), proposal } });
  const usage = { input_tokens: 1840, output_tokens: 212, cache_read_tokens: 1024, cache_write_tokens: 0, cost_micros: 8700 };
  const answer =
    'The pattern takes **one** letter as the unit, so `1500ms` is read as 1500 minutes and the `s` is left over.\n\nList the units with the longest first, and refuse what remains:\n\n```js\n/(\\d+)(ms|h|m|s)/g\n```\n\nYour table still needs `ms`.';
  script.wait(700).emit({
    type: 'chat.assistant',
    data: { message: message('2'), text: answer, status: 'complete', model: 'claude-sonnet-5-5', latency_ms: 6800, usage },
  });
  script.wait(14_000).emit({ type: 'chat.decision', data: { proposal: 'prop_1', path: source, accepted: true } });
  script.wait(60).edit(source, [[script.offsetOf(source, loop), loop.length, better]], 'accept');
}

function finishUp(script: SessionScript): void {
  script.wait(5000).type(source, script.offsetOf(source, ' h: 3_600_000'), ' ms: 1,', 140);
  script.wait(900).save(source);
  script.wait(400).run(run('2'), 790, { 'reads seconds': null, 'adds parts': null, 'reads milliseconds': null, 'refuses nonsense': null });
  script.wait(7000).emit({ type: 'editor.open', data: { path: testFile } });
  const end = (script.files.get(testFile) ?? '').length;
  script.wait(1400).emit({ type: 'integrity.paste', data: { path: testFile, chars: edgeCase.length } });
  script
    .edit(testFile, [[end, 0, edgeCase]], 'paste')
    .wait(1200)
    .save(testFile);
  script.wait(2500).run(run('3'), 810, {
    'reads seconds': null,
    'adds parts': null,
    'reads milliseconds': null,
    'refuses nonsense': null,
    'reads parts without spaces': null,
  });
  script.wait(9000).command('git status --short', ' M src/parse-duration.js\n M test/parse-duration.test.js\n');
  script.wait(6000).emit({ type: 'question.answered', data: { question, index: 0 } });
  script.emit({ type: 'session.submitted', data: {} });
}
