import { msg } from '@interviewlm/ui';
import type { OpenFile } from '../state/document.js';

export const saveWords = (): Record<OpenFile['state'], string> => ({
  saved: msg('Saved'),
  dirty: msg('Not saved yet'),
  saving: msg('Saving…'),
  failed: msg('Not saved yet'),
  conflict: msg('Changed elsewhere'),
});

/** What the editor's languages are called, the same everywhere; any other is plain text. */
export const languageNames: Readonly<Record<string, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  python: 'Python',
  java: 'Java',
  go: 'Go',
  rust: 'Rust',
  ruby: 'Ruby',
  cpp: 'C++',
  json: 'JSON',
  markdown: 'Markdown',
  html: 'HTML',
  css: 'CSS',
  shell: 'Shell',
  yaml: 'YAML',
};
