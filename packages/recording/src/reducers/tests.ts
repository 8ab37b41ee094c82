import type { Reducers } from './reducer.js';

export const tests: Reducers = {
  'tests.run': (draft, { data }) => {
    draft.own('runs').push({ run: data.run, kind: data.kind, result: null });
  },
  'tests.result': (draft, { data }) => {
    const runs = draft.own('runs');
    const found = runs.findLastIndex(({ run }) => run === data.run);
    runs[found < 0 ? runs.length : found] = { run: data.run, kind: data.kind, result: data.result };
  },
};
