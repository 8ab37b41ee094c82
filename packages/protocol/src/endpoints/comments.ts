import { idOf } from '../ids.js';
import * as comment from '../resources/comment.js';
import { define, interviewId } from './define.js';

export const commentsEndpoints = {
  listComments: define({
    method: 'GET',
    path: '/api/interview/:id/comments',
    summary: 'Comments on the recording, oldest first',
    tag: 'Recording',
    credentials: ['reviewer', 'secret'],
    params: interviewId,
    query: comment.CommentQuery,
    status: 200,
    answer: comment.CommentPage,
    errors: ['not_found'],
  }),
  createComment: define({
    method: 'POST',
    path: '/api/interview/:id/comments',
    summary: 'Comment on a moment, or answer a comment',
    tag: 'Recording',
    credentials: ['reviewer', 'secret'],
    params: interviewId,
    body: comment.NewComment,
    status: 201,
    answer: comment.Comment,
    errors: ['not_found'],
  }),
  removeComment: define({
    method: 'DELETE',
    path: '/api/interview/:id/comments/:comment',
    summary: 'Remove a comment; its answers stay',
    tag: 'Recording',
    credentials: ['reviewer', 'secret'],
    params: interviewId.extend({ comment: idOf('comment') }),
    status: 204,
    answer: null,
    errors: ['not_found', 'under_hold'],
  }),
};
