import type { SessionEvent } from '@interviewlm/protocol';
import { Draft } from './draft.js';
import { chat } from './reducers/chat.js';
import { editor } from './reducers/editor.js';
import { files } from './reducers/files.js';
import { integrity } from './reducers/integrity.js';
import type { Reducers } from './reducers/reducer.js';
import { session } from './reducers/session.js';
import { terminal } from './reducers/terminal.js';
import { tests } from './reducers/tests.js';
import type { ReplayState } from './state.js';

/**
 * How the log becomes a state. The tests cite these numbers.
 *
 * - RP1 Events are applied by time, and by `seq` where times are equal. An event that is up to five seconds earlier than the
 *   one its source (the candidate's page or the server) wrote before it is a corrected clock and takes that one's time;
 *   one that is earlier still came in a late batch and keeps its own.
 * - RP2 A `seq` counts once: a repeated event changes nothing, a missing one is reported as a gap.
 * - RP3 An event of an unknown type changes nothing; one that lacks what its type needs is counted and left out.
 * - RP4 The state at t has every event at or before t applied and no other, however the player got to t.
 * - RP5 An edit's offsets count the text before it, from the highest down.
 * - RP6 An edit of a file that isn't there, or outside its text, does what can be done and marks the file as damaged.
 * - RP7 Whole content (`session.started`, `file.create`, `file.write` with content) replaces the text and heals it.
 * - RP8 A `file.write` without content was typed in the editor: it sets the version only.
 * - RP9 A move takes along the file, its starter, tab, cursor, selection and scroll; of a folder, all that is below it.
 * - RP10 A delete removes the file or folder and closes its tabs; the tab to the left is shown next.
 * - RP11 An edit puts the cursor at the end of its last change and drops the selection in that file.
 * - RP12 Terminal output counts by absolute offset: what came before is not shown twice, what is missing is a gap.
 * - RP13 Output after an exit is a new shell on a clean screen.
 * - RP14 A chat message is made by its first event and completed by later ones with its id; so is a run.
 * - RP15 A decision belongs to the newest proposal with its id.
 * - RP16 Integrity signals are counted, never judged.
 */
export function apply(state: ReplayState, event: SessionEvent): ReplayState {
  return applyAll(state, [{ event }], 0, 1);
}

/** Applies `entries[from]` up to but not including `entries[to]`, copying each collection at most once. */
export function applyAll(state: ReplayState, entries: readonly { readonly event: SessionEvent }[], from: number, to: number): ReplayState {
  if (from >= to) return state;
  const draft = new Draft(state);
  for (let index = from; index < to; index++) {
    const event = entries[index]?.event;
    if (event) reducers.get(event.type)?.(draft, event);
  }
  return draft.next;
}

type AnyReducer = (draft: Draft, event: SessionEvent) => void;

const families: Reducers[] = [session, editor, files, terminal, chat, tests, integrity];
/** A Map, since a hostile type such as `__proto__` must find nothing. */
const reducers = new Map(families.flatMap((family) => Object.entries(family))) as unknown as ReadonlyMap<string, AnyReducer>;
