import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { ApiError } from '../../errors.js';
import type { Bus } from '../recording/bus.js';

/** Postgres channel of "let go of this interview's terminals"; the payload is `<interview>:<what to tell who looks at them>`. */
export const terminalChannel = 'terminal_turn';

/** Longest that the process which has them may take to let go. One that is dead has none. */
const patience_ms = 3_000;
const every_ms = 20;

/** One process at a time has the terminals of an interview: two shells would write over each other in the log. */
export interface Holding {
  /**
   * Takes them, from another process when one has them: what they put out there is in the log then. `detail` is what their viewers are told,
   * empty where they go on here. `leave` is called when another process wants them.
   */
  take(interview: string, detail: string, leave: (detail: string) => void): Promise<void>;
  letGo(interview: string): Promise<void>;
}

export function createHolding(knex: Knex, bus: Bus): Holding {
  const deaf = new Map<string, () => void>();
  const taken = async (interview: string, detail: string, leave: (detail: string) => void) => {
    const from = performance.now();
    for (let asked = false; !(await bus.hold(interview, () => leave(''))); asked = true) {
      if (!asked) await knex.raw('select pg_notify(?, ?)', [terminalChannel, `${interview}:${detail}`]);
      if (performance.now() - from > patience_ms) throw new ApiError('sandbox_unavailable', 'Another server still has this terminal.');
      await sleep(every_ms);
    }
  };
  return {
    async take(interview, detail, leave) {
      await taken(interview, detail, leave);
      deaf.set(
        interview,
        bus.subscribe(terminalChannel, interview, (missed, said) => {
          if (!missed) leave(said);
        }),
      );
    },
    async letGo(interview) {
      deaf.get(interview)?.();
      deaf.delete(interview);
      await bus.letGo(interview);
    },
  };
}
