import type { Runs } from '../../services/workspace/runs.js';
import { at } from '../at.js';
import { EventStream, type Handlers } from '../handler.js';
import { Queue } from '../streams/queue.js';

export const runHandlers = ({ runs }: { runs: Runs }): Pick<Handlers, 'runTests'> => ({
  async runTests({ actor, params, body, wantsStream, signal }) {
    const where = at(actor, params.id);
    if (!wantsStream) return runs.start(where, { files: body.files }).result;
    const events = new Queue(signal);
    const { started, result } = runs.start(where, {
      files: body.files,
      onOutput: (output) => events.push({ event: 'output', data: output }),
    });
    result.then(
      (data) => events.end({ event: 'result', data }),
      (error: unknown) => events.fail(error),
    );
    // What is refused before the run began is a plain problem document.
    await started;
    return new EventStream(events);
  },
});
