import type { IconName } from '@interviewlm/ui';

/** The parts that a narrow screen shows one at a time, in the order of F6. */
export const views = ['question', 'files', 'editor', 'tests', 'terminal', 'chat'] as const;
export type View = (typeof views)[number];

export const viewWords: Record<View, readonly [label: string, icon: IconName]> = {
  question: ['Question', 'book'],
  files: ['Files', 'folder'],
  editor: ['Code', 'code'],
  tests: ['Tests', 'tests'],
  terminal: ['Terminal', 'terminal'],
  chat: ['Assistant', 'chat'],
};

/** Below this width one part is shown at a time. */
export const narrowWidth = 900;
