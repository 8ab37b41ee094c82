import type { EventType, SessionEvent } from '@interviewlm/protocol';
import { count, flag, isRecord, list, listOf, number, optional, record, text, type Check } from './checks.js';

/**
 * What an event must hold for its reducer to trust it. Looser than the contract on purpose: a later version may add members
 * and values, and a recording from a file was checked by nobody.
 */
export function isWellFormed(value: unknown): value is SessionEvent {
  if (!isRecord(value)) return false;
  const { seq, t_ms, type, data } = value;
  if (!count(seq) || seq === 0 || !count(t_ms) || typeof type !== 'string' || !isRecord(data)) return false;
  const shape = shapes.get(type);
  return shape === undefined || shape.every(([name, check]) => check(data[name]));
}

const file = { path: text, content: text };
const usage = record({
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  cost_micros: count,
});
const result = record({
  passed: count,
  failed: count,
  total: count,
  duration_ms: count,
  stdout: text,
  stderr: text,
  tests: listOf(record({ name: text, status: text })),
});

const members: Partial<Record<EventType, Record<string, Check>>> = {
  'session.started': { files: listOf(record(file)) },
  'editor.open': { path: text },
  'editor.close': { path: text },
  'editor.edit': { path: text, changes: list },
  'editor.cursor': { path: text, offset: count },
  'editor.selection': { path: text, start: count, end: count },
  'editor.scroll': { path: text, line: count },
  'file.create': { ...file, origin: text },
  'file.write': { path: text, version: count, origin: text, content: optional(text) },
  'file.move': { from: text, to: text },
  'file.delete': { path: text },
  'terminal.output': { terminal: count, offset: count, base64: text },
  'terminal.resize': { terminal: count, cols: count, rows: count },
  'terminal.exit': { terminal: count, code: optional(count) },
  'chat.user': { message: text, text, given: optional(record({ files: listOf(text), tools: listOf(text) })) },
  'chat.assistant': {
    message: text,
    text,
    status: text,
    model: text,
    prompt_version: optional(text),
    latency_ms: count,
    usage: optional(usage),
  },
  'chat.tool': { message: text, id: text, name: text, input_summary: text, status: text },
  'chat.proposal': { message: text, proposal: record({ id: text, path: text, diff: text, content: text }) },
  'chat.decision': { proposal: text, accepted: flag, hunks: optional(listOf(count)) },
  'tests.run': { run: text, kind: text },
  'tests.result': { run: text, kind: text, result },
  'question.shown': { question: text, index: count, title: text, instructions: text },
  'question.selected': { index: count, question: optional(text), ability: number, error: number, reason: text },
  'question.answered': { question: text },
  'integrity.blur': { away_ms: optional(count) },
  'integrity.paste': { chars: count },
  'integrity.copy': { chars: count },
  'integrity.fullscreen': { on: flag },
  'network.gap': { ms: count, reason: text },
};

const shapes = new Map<string, [string, Check][]>(Object.entries(members).map(([type, checks]) => [type, Object.entries(checks)]));
