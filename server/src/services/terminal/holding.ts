import type { Knex } from 'knex';
import { ApiError } from '../../errors.js';
import { becomesSo } from '../patience.js';
import type { Bus } from '../recording/bus.js';

/** Postgres channel of "let go of this interview's terminals"; the payload is `<interview>:<what to tell who looks at them>`. */
export const terminalChannel = 'terminal_turn';

/** Longest that the process which has them may take to let go. One that is dead has none. */
const patience_ms = 3_000;

/** One process at a time has the terminals of an interview: two shells would write over each other in the log. */
export interface Holding {
  /** Takes them, from another process when one has them: what they put out there is in the log then. */
  take(interview: string, wanted: Wanted): Promise<void>;
  letGo(interview: string): Promise<void>;
  /** Tells whoever has them to end them, and their viewers `detail`. Resolves when nobody has them. */
  end(interview: string, detail: string): Promise<void>;
}

/** What the process that has them hears. */
interface Wanted {
  /** They end here: with `detail` for their viewers, or, where that is empty, because another process goes on with them. */
  leave(detail: string): void;
  /** For a while nothing could be heard. */
  missed(): void;
}

export function createHolding(knex: Knex, bus: Bus): Holding {
  const deaf = new Map<string, () => void>();
  const tell = (interview: string, detail: string) => knex.raw('select pg_notify(?, ?)', [terminalChannel, `${interview}:${detail}`]);
  const until = async (isSo: () => Promise<boolean>) => {
    if (!(await becomesSo(isSo, patience_ms))) throw new ApiError('sandbox_unavailable', 'Another server still has this terminal.');
  };
  return {
    async take(interview, wanted) {
      const hold = () => bus.hold(interview, () => wanted.leave(''));
      if (!(await hold())) {
        await tell(interview, '');
        await until(hold);
      }
      deaf.set(
        interview,
        bus.subscribe(terminalChannel, interview, (missed, said) => (missed ? wanted.missed() : wanted.leave(said))),
      );
    },
    async letGo(interview) {
      deaf.get(interview)?.();
      deaf.delete(interview);
      await bus.letGo(interview);
    },
    async end(interview, detail) {
      // Whoever has them may hear it although its hold, or our own line, is gone for the moment.
      await tell(interview, detail);
      // While our own line is away nobody can tell.
      await until(async () => !(await bus.isHeld(interview).catch(() => true)));
    },
  };
}
