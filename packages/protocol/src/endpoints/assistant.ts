import { idOf } from '../ids.js';
import * as chat from '../resources/chat.js';
import { define, anyRole, interviewId } from './define.js';

export const assistantEndpoints = {
  sendMessage: define({
    method: 'POST',
    path: '/api/interview/:id/chat',
    summary: 'Ask the assistant',
    tag: 'Assistant',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    body: chat.ChatRequest,
    status: 200,
    answer: chat.ChatStreamEvent,
    stream: 'always',
    errors: [
      'not_found',
      'chat_in_progress',
      'assistant_disabled',
      'assistant_unavailable',
      'already_submitted',
      'interview_expired',
      'interview_not_active',
    ],
  }),
  getConversation: define({
    method: 'GET',
    path: '/api/interview/:id/chat',
    summary: 'The conversation so far; with `Accept: text/event-stream` and `Last-Event-ID`, the rest of a running answer',
    tag: 'Assistant',
    credentials: anyRole,
    params: interviewId,
    status: 200,
    answer: chat.Conversation,
    stream: 'accept',
    errors: ['not_found'],
  }),
  stopMessage: define({
    method: 'DELETE',
    path: '/api/interview/:id/chat/:message',
    summary: 'Stop a running answer',
    tag: 'Assistant',
    credentials: ['candidate', 'secret'],
    params: interviewId.extend({ message: idOf('message') }),
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),
};
