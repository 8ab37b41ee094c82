import type { TestResult } from '@interviewlm/protocol';
import { msg, str } from '@interviewlm/ui';
import type { editor as MonacoEditor } from 'monaco-editor';
import type { Workspace } from '../state/workspace.js';
import { expectationOf } from '../tests/expectation.js';
import { lineOfTest, placeIn } from '../tests/places.js';
import { marks } from '../tests/test-item.js';

/** No one reads more of a value at the end of a line. */
const longestNote = 120;

/**
 * The last run in the editor: a mark in the gutter beside each test that stands in the file, and beside each line at which one failed,
 * there with what was expected and what came at the end of the line. The text itself is left alone.
 */
export class TestMarks {
  private readonly decorations: MonacoEditor.IEditorDecorationsCollection;
  private readonly stop: () => void;

  constructor(
    private readonly editor: MonacoEditor.IStandaloneCodeEditor,
    private readonly workspace: Workspace,
    private readonly path: () => string | null,
  ) {
    this.decorations = editor.createDecorationsCollection();
    let shown = workspace.tests.result;
    this.stop = workspace.tests.subscribe(() => {
      if (workspace.tests.result === shown) return;
      shown = workspace.tests.result;
      this.show();
    });
  }

  /** Marks the file that the editor shows. */
  show(): void {
    const path = this.path();
    const text = this.editor.getModel()?.getValue();
    const { result } = this.workspace.tests;
    if (path === null || text === undefined || !result) return this.decorations.clear();
    this.decorations.set(result.tests.flatMap((test) => this.marksOf(test, path, text)));
  }

  dispose(): void {
    this.stop();
    this.decorations.clear();
  }

  private marksOf(test: TestResult, path: string, text: string): MonacoEditor.IModelDeltaDecoration[] {
    const { message = '' } = test;
    const isTestFile = this.workspace.questions.current?.current.tests.includes(path) ?? false;
    const place = placeIn(message, (file) => this.workspace.files.info(file) !== undefined);
    const failedAt = place?.path === path ? place.line : null;
    const declaredAt = isTestFile ? lineOfTest(text, test.name) : null;
    return [
      ...(declaredAt === null ? [] : [mark(declaredAt, test, '')]),
      ...(failedAt === null ? [] : [mark(failedAt, test, noteOf(message))]),
    ];
  }
}

function mark(line: number, { name, status, message }: TestResult, note: string): MonacoEditor.IModelDeltaDecoration {
  const tone = status === 'passed' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed';
  return {
    range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: Number.MAX_SAFE_INTEGER },
    options: {
      glyphMarginClassName: `test-mark ${tone}`,
      glyphMarginHoverMessage: [{ value: fenced(`${name}: ${marks()[status][2]}`) }, ...(message ? [{ value: fenced(message) }] : [])],
      ...(note ? { after: { content: `  ${note}`, inlineClassName: 'test-note' }, showIfCollapsed: true } : {}),
    },
  };
}

function noteOf(message: string): string {
  const compared = expectationOf(message);
  const note = compared ? msg(str`expected ${compared.expected}, got ${compared.got}`) : (message.split('\n')[0] ?? '');
  const line = note.replace(/\s+/g, ' ');
  return line.length > longestNote ? `${line.slice(0, longestNote)}…` : line;
}

/** Hovers are Markdown, and names and messages are the candidate's: a fence longer than any in the text holds them as they are. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
