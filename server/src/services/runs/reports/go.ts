import { z } from 'zod';
import { emptyReading, plainMessage, type Reading } from './reading.js';

const Event = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
  Elapsed: z.number().optional(),
});

const statuses: Record<string, 'passed' | 'failed' | 'skipped'> = { pass: 'passed', fail: 'failed', skip: 'skipped' };

/** `go test -json`: one event a line. A test with sub-tests is reported beside them; the package's own end completes the run. */
export function readGo(report: Uint8Array): Reading {
  const reading = emptyReading();
  const outputs = new Map<string, string>();
  for (const event of events(Buffer.from(report).toString('utf8'))) {
    const name = event.Test ?? '';
    if (event.Output !== undefined) outputs.set(name, (outputs.get(name) ?? '') + event.Output);
    const status = statuses[event.Action];
    if (!status) continue;
    if (name === '') {
      reading.complete = true;
      if (status === 'failed' && reading.tests.length === 0)
        reading.problems.push(plainMessage(outputs.get('') ?? 'The package does not build.'));
      continue;
    }
    const message = status === 'failed' ? { message: failureText(outputs.get(name) ?? '') } : {};
    reading.tests.push({ name, status, duration_ms: (event.Elapsed ?? 0) * 1000, ...message });
  }
  return reading;
}

function* events(text: string): Generator<z.infer<typeof Event>> {
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) continue;
    const event = parsed(line);
    if (event) yield event;
  }
}

function parsed(line: string): z.infer<typeof Event> | null {
  try {
    return Event.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** The test's own log, without Go's frame of `=== RUN` and `--- FAIL`. */
const failureText = (output: string) => plainMessage(output.replace(/^\s*(?:===|---) .*\n?/gm, ''));
