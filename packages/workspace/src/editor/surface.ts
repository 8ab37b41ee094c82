import { languageOf, monacoTheme, msg, observeColors, str } from '@interviewlm/ui';
import type { Monaco } from '@interviewlm/ui';
import type { TextChange } from '@interviewlm/protocol';
import type { editor as MonacoEditor } from 'monaco-editor';
import { changeBetween } from '../state/document.js';
import type { OpenFile } from '../state/document.js';
import type { Workspace } from '../state/workspace.js';
import { recordCopy, recordPaste, recordPlace } from './desk-log.js';
import { EditOriginTracker } from './edit-origin.js';
import { addActions, arrangeModel, editorOptions } from './options.js';
import { keptSettings, lineHeightOf } from './settings.js';
import type { EditorSettings } from './settings.js';
import { TestMarks } from './test-marks.js';
import { VimKeys } from './vim.js';
import type { VimMode } from './vim.js';

interface Sheet {
  readonly model: MonacoEditor.ITextModel;
  view: MonacoEditor.ICodeEditorViewState | null;
}

export interface SurfaceStatus {
  onPlace(line: number, column: number): void;
  /** Whether Tab leaves the editor instead of indenting. */
  onTabMode(leaves: boolean): void;
  /** Null when Vim's keys go away. */
  onVimMode(mode: VimMode | null): void;
}

/** What an editor does its work with: Monaco (`EditorSurface`), or a text field until that is there (`PlainSurface`). */
export interface Surface {
  /** Shows a file; undefined shows none. */
  show(file: OpenFile | undefined): void;
  setReadOnly(readOnly: boolean): void;
  arrange(settings: EditorSettings): void;
  /** Tab leaves where it indented, and the other way round. */
  turnTab(): void;
  /** Inserts at the cursor, as an accepted piece of the assistant's answer. */
  insert(text: string): void;
  focus(): void;
  /** Puts the cursor, and the focus, into a line. */
  reveal(line: number): void;
  dispose(): void;
}

/** Where a candidate was in a surface that another takes the place of. */
export interface Held {
  readonly start: number;
  readonly end: number;
  readonly scrollTop: number;
  readonly hasFocus: boolean;
}

let surfaces = 0;

/**
 * One Monaco editor over the open files of a workspace: a model for each, so that undo, cursor and folding stay with their file. Text goes
 * both ways: what is typed goes to `Files`, what `Files` got from elsewhere comes here as the smallest edit.
 */
export class EditorSurface implements Surface {
  readonly editor: MonacoEditor.IStandaloneCodeEditor;
  private readonly sheets = new Map<string, Sheet>();
  private readonly ended = new AbortController();
  private readonly origins: EditOriginTracker;
  private readonly marks: TestMarks;
  private readonly vim: VimKeys;
  private settings = keptSettings();
  private readonly authority = `workspace-${++surfaces}`;
  private shown: string | null = null;
  /** Edits that come from `Files` must not go back to it. */
  private isApplying = false;

  constructor(
    private readonly monaco: Monaco,
    host: HTMLElement,
    container: HTMLElement,
    private readonly workspace: Workspace,
    private readonly status: SurfaceStatus,
  ) {
    const { signal } = this.ended;
    this.editor = monaco.editor.create(container, {
      ...editorOptions(host),
      model: null,
      theme: monacoTheme(monaco, host),
      // What it tells screen readers stays in here: by default it would stand, unstyled, at the end of the host's page.
      ariaContainerElement: container,
    });
    signal.addEventListener('abort', () => container.querySelector('.monaco-aria-container')?.remove());
    this.origins = new EditOriginTracker(container, (chars) => recordPaste(workspace, this.shown, chars), signal);
    for (const type of ['copy', 'cut']) container.addEventListener(type, () => recordCopy(workspace, this.selectedChars), { signal });
    this.editor.onDidChangeCursorSelection(() => this.onSelection());
    this.editor.onDidScrollChange(throttled(() => this.recordScroll(), 300));
    addActions(monaco, this.editor, { turnTab: () => this.turnTab(), format: (work) => this.origins.format(work) });
    observeColors(host, () => monaco.editor.setTheme(monacoTheme(monaco, host)), signal);
    this.marks = new TestMarks(this.editor, workspace, () => this.shown);
    signal.addEventListener('abort', () => this.marks.dispose());
    this.vim = new VimKeys(monaco, this.editor, container, (mode) => status.onVimMode(mode));
    const stop = workspace.files.onReplace((file) => this.apply(file));
    signal.addEventListener('abort', stop);
  }

  show(file: OpenFile | undefined): void {
    this.forgetClosed();
    const path = file?.path ?? null;
    if (path === this.shown) return;
    this.leave();
    this.shown = path;
    if (!file) return this.editor.setModel(null);
    const known = this.sheets.has(file.path);
    const sheet = this.sheetOf(file);
    this.editor.setModel(sheet.model);
    this.editor.updateOptions({
      readOnly: file.readOnly,
      readOnlyMessage: { value: msg('This file belongs to the question and can only be read.') },
      ariaLabel: msg(str`${file.path}. Tab indents; press Control M to let Tab leave the editor.`),
    });
    if (known) this.editor.restoreViewState(sheet.view);
    else this.placeCursor(sheet.model, this.workspace.memory.desk.cursors[file.path] ?? 0);
    this.onSelection();
    this.marks.show();
  }

  setReadOnly(readOnly: boolean): void {
    this.editor.updateOptions({ readOnly });
  }

  arrange(settings: EditorSettings): void {
    this.settings = settings;
    for (const { model } of this.sheets.values()) arrangeModel(model, settings);
    this.vim.want(settings.hasVimKeys);
    this.editor.updateOptions({
      fontSize: settings.fontSize,
      lineHeight: lineHeightOf(settings),
      wordWrap: settings.wrapsLines ? 'on' : 'off',
    });
  }

  turnTab(): void {
    const leaves = !this.editor.getOption(this.monaco.editor.EditorOption.tabFocusMode);
    this.editor.updateOptions({ tabFocusMode: leaves });
    this.status.onTabMode(leaves);
    this.editor.focus();
  }

  /** Goes on where another surface was, and is drawn when this returns. */
  takeOver({ start, end, scrollTop, hasFocus }: Held): void {
    const model = this.editor.getModel();
    if (!model) return;
    this.editor.setSelection(this.monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)));
    this.editor.setScrollTop(scrollTop);
    this.editor.render(true);
    if (hasFocus) this.editor.focus();
  }

  insert(text: string): void {
    this.origin = 'accept';
    this.editor.executeEdits('assistant', [
      { range: this.editor.getSelection() ?? new this.monaco.Range(1, 1, 1, 1), text, forceMoveMarkers: true },
    ]);
    this.origin = undefined;
    this.editor.focus();
  }

  private origin: 'accept' | 'format' | undefined;

  focus(): void {
    this.editor.focus();
  }

  reveal(line: number): void {
    const last = this.editor.getModel()?.getLineCount() ?? 1;
    this.editor.setPosition({ lineNumber: Math.min(line, last), column: 1 });
    this.editor.revealLineInCenter(Math.min(line, last));
    this.editor.focus();
  }

  dispose(): void {
    this.leave();
    this.ended.abort();
    this.vim.dispose();
    this.editor.dispose();
    for (const { model } of this.sheets.values()) model.dispose();
    this.sheets.clear();
  }

  private sheetOf(file: OpenFile): Sheet {
    const known = this.sheets.get(file.path);
    if (known) return known;
    const uri = this.monaco.Uri.from({ scheme: 'file', path: `/${this.authority}/${file.path}` });
    const model = this.monaco.editor.createModel(file.text, languageOf(file.path), uri);
    arrangeModel(model, this.settings);
    // Mixed line ends become one kind here; the recording must know, or every later offset is off.
    this.pass(file, model, 'format');
    model.onDidChangeContent((event) => {
      if (this.isApplying) return;
      const changes = event.isFlush || event.isEolChange ? undefined : event.changes.map(toChange).sort((a, b) => b[0] - a[0]);
      if (changes) this.workspace.files.edit(file.path, model.getValue(), changes, this.origin ?? this.originOf(event));
      else this.pass(this.workspace.files.open.get(file.path) ?? file, model, 'format');
    });
    const sheet = { model, view: null };
    this.sheets.set(file.path, sheet);
    return sheet;
  }

  private originOf(event: MonacoEditor.IModelContentChangedEvent) {
    const origin = this.origins.of(event);
    return origin === 'typed' && this.vim.isPut(event.changes) ? 'paste' : origin;
  }

  /** Tells `Files` of a difference that no single edit describes. */
  private pass(file: OpenFile, model: MonacoEditor.ITextModel, origin: 'format'): void {
    const change = file.readOnly ? null : changeBetween(file.text, model.getValue());
    if (change) this.workspace.files.edit(file.path, model.getValue(), [change], origin);
  }

  private apply(file: OpenFile): void {
    const model = this.sheets.get(file.path)?.model;
    const change = model && changeBetween(model.getValue(), file.text);
    if (!model || !change) return;
    const [offset, deleted, text] = change;
    const range = this.monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + deleted));
    this.isApplying = true;
    model.pushEditOperations([], [{ range, text }], () => null);
    this.isApplying = false;
    this.pass(file, model, 'format');
  }

  private forgetClosed(): void {
    for (const [path, { model }] of this.sheets) {
      if (this.workspace.files.open.has(path)) continue;
      if (path === this.shown) {
        this.editor.setModel(null);
        this.shown = null;
      }
      model.dispose();
      this.sheets.delete(path);
    }
  }

  private leave(): void {
    const sheet = this.shown === null ? undefined : this.sheets.get(this.shown);
    if (sheet) sheet.view = this.editor.saveViewState();
  }

  private placeCursor(model: MonacoEditor.ITextModel, offset: number): void {
    const position = model.getPositionAt(offset);
    this.editor.setPosition(position);
    this.editor.revealPositionInCenterIfOutsideViewport(position);
  }

  private onSelection(): void {
    const model = this.editor.getModel();
    const selection = this.editor.getSelection();
    const path = this.shown;
    if (!model || !selection || path === null) return;
    const start = model.getOffsetAt(selection.getStartPosition());
    const end = model.getOffsetAt(selection.getEndPosition());
    recordPlace(this.workspace, { path, start, end, text: start === end ? '' : model.getValueInRange(selection) });
    this.status.onPlace(selection.positionLineNumber, selection.positionColumn);
  }

  private recordScroll(): void {
    const line = this.editor.getVisibleRanges()[0]?.startLineNumber;
    if (this.shown !== null && line !== undefined) this.workspace.record({ type: 'editor.scroll', data: { path: this.shown, line } });
  }

  private get selectedChars(): number {
    const selection = this.editor.getSelection();
    return selection ? (this.editor.getModel()?.getValueInRange(selection).length ?? 0) : 0;
  }
}

const toChange = ({ rangeOffset, rangeLength, text }: MonacoEditor.IModelContentChange): TextChange => [rangeOffset, rangeLength, text];

function throttled(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, ms);
  };
}
