import type { IconName } from '@interviewlm/ui';
import { msg } from '@interviewlm/ui';

/** The parts that a narrow screen shows one at a time, in the order of F6. */
export const views = ['question', 'files', 'editor', 'tests', 'terminal', 'chat'] as const;
export type View = (typeof views)[number];

export const viewWords = (): Record<View, readonly [label: string, icon: IconName]> => ({
  question: [msg('Question'), 'book'],
  files: [msg('Files'), 'folder'],
  editor: [msg('Code'), 'code'],
  tests: [msg('Tests'), 'tests'],
  terminal: [msg('Terminal'), 'terminal'],
  chat: [msg('Assistant'), 'chat'],
});

/** Below this width one part is shown at a time. */
export const narrowWidth = 900;
