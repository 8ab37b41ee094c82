import { openOpenings } from '@interviewlm/client';
import type { Openings } from '@interviewlm/client';
import type { File, WorkspaceOpening } from '@interviewlm/protocol';
import type { OpenFile } from './document.js';
import type { Files } from './files.js';
import type { Questions } from './questions.js';
import type { Session } from './session.js';

/** The parts of the state that a copy is made of. */
export interface Copied {
  readonly interview: string;
  readonly session: Session;
  readonly questions: Questions;
  readonly files: Files;
}

/**
 * What the server confirmed last, kept on this machine: a page that is reloaded while the server is away opens from it, and typing goes
 * on. Unsaved text isn't in it; drafts hold that, and name the version that they are based on.
 */
export class OfflineCopy {
  private readonly openings: Promise<Openings> = openOpenings();

  constructor(private readonly state: Copied) {
    state.files.onSaved(() => void this.keep());
    state.session.subscribe(() => {
      if (state.session.phase === 'submitted') void this.keep();
    });
  }

  /** The copy, with the clock where it must be by now; null when there is none that can be worked on. */
  async read(): Promise<WorkspaceOpening | null> {
    const stored = await (await this.openings).get(this.state.interview).catch(() => null);
    if (!stored?.opening.work) return null;
    const { interview } = stored.opening;
    const passed = interview.clock.running ? Math.max(0, Date.now() - stored.at) : 0;
    const clock = { ...interview.clock, elapsed_ms: Math.min(interview.clock.limit_ms, interview.clock.elapsed_ms + passed) };
    return { ...stored.opening, interview: { ...interview, clock } };
  }

  /** Writes down how things are on the server; an interview that is over leaves nothing behind. */
  async keep(): Promise<void> {
    const { interview, session, questions, files } = this.state;
    const openings = await this.openings;
    if (!session.interview || !questions.current) return;
    const isOver = session.phase !== 'active' && session.phase !== 'paused';
    const opening: WorkspaceOpening = {
      object: 'workspace',
      interview: { ...session.interview, clock: { ...session.interview.clock, elapsed_ms: session.clock.elapsed() } },
      work: {
        question: questions.current,
        files: [...files.tree],
        desk: { tabs: [], active: null },
        open: [...files.open.values()].flatMap((file) => savedFile(file, files)),
      },
    };
    // Full or blocked storage: then a reload waits for the server.
    await (isOver ? openings.remove(interview) : openings.put(interview, { opening, at: Date.now() })).catch(() => undefined);
  }
}

/** The text that the server confirmed, under the version that it has there; nothing for a file that isn't there. */
function savedFile({ path, saved, version }: OpenFile, files: Files): File[] {
  const info = files.info(path);
  return info && version > 0 ? [{ ...info, version, object: 'file', content: saved, encoding: 'utf-8' }] : [];
}
