import { hash } from 'node:crypto';
import type { Report } from '@interviewlm/protocol';
import { chainEvents } from '../recording/event-chain.js';
import { aiCollaboration } from './ai-collaboration.js';
import { chartsOf } from './charts.js';
import { codeQuality } from './code-quality.js';
import { communication } from './communication.js';
import { correctness } from './correctness.js';
import { entriesOf, type Findings } from './findings.js';
import { withKnownPastes } from './moved-text.js';
import { ownWork } from './own-work.js';
import { problemSolving } from './problem-solving.js';
import { selectionOf } from './selection.js';
import { neverLower, withoutFollowUps } from './follow-ups.js';
import { total } from './total.js';

/** The report of a submission. The same findings always give the same scores. */
export function makeReport(findings: Findings, generated_at: Date): Report {
  const { interview, tests, answers } = findings;
  const entries = withKnownPastes(entriesOf(findings.log));
  const known = new Map(entries.map(({ event }) => [event.seq, event]));
  const told = { ...findings, log: findings.log.map((event) => known.get(event.seq) ?? event) };
  const work = ownWork(entries, answers);
  const selection = selectionOf(told.log, tests);
  const alone = withoutFollowUps(told, selection);
  const criteria = [
    neverLower(correctness(tests, told.log, selection), alone && correctness(alone.tests, alone.log, null)),
    codeQuality(findings, entries),
    neverLower(problemSolving(told, work), alone && problemSolving(alone, work)),
    aiCollaboration(told, work),
    communication(told),
  ];
  const { score, formula } = total(criteria);
  return {
    object: 'report',
    interview,
    status: 'ready',
    score,
    formula,
    criteria,
    tests: tests ?? [],
    selection,
    charts: chartsOf(findings, entries, work),
    inputs: inputsOf(findings),
    final: { score, formula },
    overrides: [],
    appeals: [],
    notices: [],
    generated_at: generated_at.toISOString(),
  };
}

const empty = hash('sha256', '');

function inputsOf({ log, answers }: Findings): Report['inputs'] {
  const files = answers.map(({ question, files: each }) => [question, each.map(({ path, content }) => [path, content])]);
  return {
    last_seq: log.reduce((last, { seq }) => Math.max(last, seq), 0),
    log_sha256: chainEvents(null, log)?.toString('hex') ?? empty,
    answers_sha256: hash('sha256', JSON.stringify(files)),
  };
}
