import type { Client } from '@interviewlm/client';
import type { BodyInputOf, Comment } from '@interviewlm/protocol';

export type NewComment = BodyInputOf<'createComment'>;

/** Where comments are kept. */
export interface CommentStore {
  list(signal: AbortSignal): Promise<Comment[]>;
  add(comment: NewComment): Promise<Comment>;
  remove(id: string): Promise<void>;
}

/** A comment and the answers to it. */
export interface Thread {
  readonly root: Comment;
  readonly replies: readonly Comment[];
}

export function clientComments(client: Client, interview: string): CommentStore {
  const params = { id: interview };
  return {
    async list(signal) {
      const all: Comment[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { data: Comment[]; next_cursor: string | null } = await client.call('listComments', {
          params,
          query: { limit: 500, ...(cursor && { cursor }) },
          signal,
        });
        all.push(...page.data);
        cursor = page.next_cursor;
      }
      return all;
    },
    add: (body) => client.call('createComment', { params, body }),
    async remove(comment) {
      await client.call('removeComment', { params: { ...params, comment } });
    },
  };
}

/** In the order of the moments they stand at. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  return comments
    .filter(({ reply_to }) => reply_to === null)
    .map((root) => ({ root, replies: comments.filter(({ reply_to }) => reply_to === root.id) }))
    .sort((a, b) => a.root.t_ms - b.root.t_ms || (a.root.id < b.root.id ? -1 : 1));
}
