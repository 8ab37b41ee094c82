import type { QuestionProgress } from '@interviewlm/protocol';
import { Observable } from './observable.js';
import type { Desktop } from './desktop.js';

/** The question that is being worked on, and how far along it is. */
export class Questions extends Observable {
  current: QuestionProgress | null = null;

  constructor(private readonly desktop: Desktop) {
    super();
  }

  /** Leaves this question as it is and goes to the next. */
  async next(): Promise<QuestionProgress> {
    return this.show(await this.desktop.call('nextQuestion', { params: { id: this.desktop.interview } }));
  }

  show(progress: QuestionProgress): QuestionProgress {
    this.current = progress;
    this.changed();
    return progress;
  }
}
