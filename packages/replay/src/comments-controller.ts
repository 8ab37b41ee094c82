import type { Comment } from '@interviewlm/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { threadsOf, type CommentStore, type NewComment, type Thread } from './comment-store.js';

/** Holds the comments of the recording on show. Who may not read them sees none, and no place to write one. */
export class CommentsController implements ReactiveController {
  threads: readonly Thread[] = [];
  /** False until they were read, and for those who may not. */
  available = false;
  #comments: readonly Comment[] = [];
  #store: CommentStore | null = null;
  #abort = new AbortController();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort.abort();
  }

  async open(store: CommentStore | null): Promise<void> {
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    this.#store = store;
    this.available = false;
    this.#set([]);
    try {
      const comments = await store?.list(signal);
      if (signal.aborted || !comments) return;
      this.available = true;
      this.#set(comments);
    } catch {
      // A recording without its comments is still a recording: the panel is not offered.
    }
  }

  /** Rejects when the server refuses or can't be reached. */
  readonly add = async (comment: NewComment): Promise<void> => {
    if (!this.#store) return;
    const made = await this.#store.add(comment);
    this.#set([...this.#comments, made]);
  };

  readonly remove = async (id: string): Promise<void> => {
    await this.#store?.remove(id);
    const answered = this.#comments.some(({ reply_to }) => reply_to === id);
    const blank = (comment: Comment) => (comment.id === id ? { ...comment, text: '', author: '', removed: true } : comment);
    const left = answered ? this.#comments.map(blank) : this.#comments.filter((comment) => comment.id !== id);
    this.#set(left.filter(({ removed, id: root }) => !removed || left.some(({ reply_to }) => reply_to === root)));
  };

  #set(comments: readonly Comment[]): void {
    this.#comments = comments;
    this.threads = threadsOf(comments);
    this.host.requestUpdate();
  }
}
