import type { Draft } from '../draft.js';
import type { Status } from '../state.js';
import type { Reducers } from './reducer.js';

const become = (status: Status) => (draft: Draft) => {
  draft.next.status = status;
};

export const session: Reducers = {
  'session.started': (draft, { data }) => {
    draft.next.status = 'active';
    const files = draft.own('files');
    for (const { path, content } of data.files) {
      files.set(path, { content, version: 1, origin: 'question', starter: content, damaged: null });
    }
  },
  'session.paused': become('paused'),
  'session.resumed': become('active'),
  'session.submitted': become('submitted'),
  'session.scored': become('scored'),
  'session.expired': become('expired'),
  snapshot: (draft) => {
    draft.next.snapshots += 1;
  },
  'question.shown': (draft, { data }) => {
    const { question, index, title, instructions } = data;
    draft.next.question = { question, index, title, instructions, answered: false };
  },
  'question.selected': (draft, { data: { question, ability, error, reason } }) => {
    const shown = draft.next.question;
    if (shown?.question === question) draft.next.question = { ...shown, chosen: { ability, error, reason } };
  },
  'question.answered': (draft, { data }) => {
    const shown = draft.next.question;
    if (shown?.question === data.question) draft.next.question = { ...shown, answered: true };
  },
};
