import { XMLParser } from 'fast-xml-parser';
import type { TestResult } from '@interviewlm/protocol';
import { emptyReading, plainMessage, type Reading } from './reading.js';

/** Entities stay unexpanded beyond XML's own five: a document can't make itself grow. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: { enabled: true, maxTotalExpansions: 20_000 },
  trimValues: false,
});

type Node = Readonly<Record<string, unknown>>;

/** JUnit's XML as JUnit 5, Catch2, GoogleTest, minitest-reporters and pytest write it. Names are `<classname> > <name>`. */
export function readJunit(report: Uint8Array): Reading {
  const text = Buffer.from(report).toString('utf8');
  // The parser takes anything; a report whose root was never closed is one of a runner that didn't come to its end.
  if (!/<\/testsuites?>\s*$|^[^<]*(?:<\?[^>]*>\s*)?<testsuites?\b[^>]*\/>\s*$/.test(text)) return emptyReading();
  const tests = casesIn(parser.parse(text) as Node).map(resultOf);
  return { ...emptyReading(), tests, complete: true };
}

function casesIn(node: Node): Node[] {
  const inner = ['testsuites', 'testsuite'].flatMap((name) => children(node, name)).flatMap(casesIn);
  return [...children(node, 'testcase'), ...inner];
}

function resultOf(test: Node): TestResult {
  const bad = (['failure', 'error', 'skipped'] as const).find((kind) => kind in test);
  const status = bad === undefined ? 'passed' : bad === 'failure' ? 'failed' : bad;
  const message = bad ? messageOf(children(test, bad)[0] ?? test[bad]) : '';
  const name = [test['classname'], test['name']].filter((part) => typeof part === 'string' && part !== '').join(' > ');
  const seconds = Number(test['time']);
  return { name, status, duration_ms: seconds > 0 ? seconds * 1000 : 0, ...(message ? { message: plainMessage(message) } : {}) };
}

function messageOf(detail: unknown): string {
  if (!isNode(detail)) return typeof detail === 'string' ? detail : '';
  const parts = [detail['message'], detail['#text']].filter((part) => typeof part === 'string');
  return [...new Set(parts)].join('\n');
}

/** A single child is parsed as an object, several as an array. */
function children(node: Node, name: string): Node[] {
  const found = node[name];
  return (Array.isArray(found) ? (found as unknown[]) : [found]).filter(isNode);
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
