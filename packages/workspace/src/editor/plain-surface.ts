import { msg } from '@interviewlm/ui';
import type { EditOrigin } from '@interviewlm/protocol';
import { changeBetween } from '../state/document.js';
import type { OpenFile } from '../state/document.js';
import type { Workspace } from '../state/workspace.js';
import { recordCopy, recordPaste, recordPlace } from './desk-log.js';
import { lineHeightOf } from './settings.js';
import type { EditorSettings } from './settings.js';
import type { Held, Surface, SurfaceStatus } from './surface.js';

/** A browser lays out a text field as a whole: a longer text waits for Monaco. */
const longest = 200_000;

/**
 * What the candidate types into until Monaco is there: the browser's own text field, with the same text at the same place. Monaco takes
 * over what it holds, cursor and focus included (`handOver`). Where Monaco can't be loaded it goes on.
 */
export class PlainSurface implements Surface {
  private readonly field = document.createElement('textarea');
  private readonly ended = new AbortController();
  private file: OpenFile | undefined;
  private isComposing = false;

  constructor(
    container: HTMLElement,
    private readonly workspace: Workspace,
    private readonly status: SurfaceStatus,
  ) {
    const { field } = this;
    Object.assign(field, { className: 'plain', spellcheck: false, autocapitalize: 'off', autocomplete: 'off', wrap: 'off', hidden: true });
    const { signal } = this.ended;
    field.addEventListener('input', (event) => this.onInput(event), { signal });
    // Not every browser tells of a text field's selection inside a shadow root.
    for (const type of ['selectionchange', 'keyup', 'pointerup', 'input'])
      field.addEventListener(type, () => this.onSelection(), { signal });
    field.addEventListener('compositionstart', () => (this.isComposing = true), { signal });
    field.addEventListener('compositionend', () => (this.isComposing = false), { signal });
    const onPaste = (data: DataTransfer | null) => recordPaste(workspace, this.path, data?.getData('text/plain').length ?? 0);
    field.addEventListener('paste', (event) => onPaste(event.clipboardData), { signal });
    field.addEventListener('drop', (event) => onPaste(event.dataTransfer), { signal });
    for (const type of ['copy', 'cut'] as const)
      field.addEventListener(type, () => recordCopy(workspace, field.selectionEnd - field.selectionStart), { signal });
    signal.addEventListener(
      'abort',
      workspace.files.onReplace((file) => file.path === this.path && this.take(file)),
    );
    container.append(field);
  }

  show(file: OpenFile | undefined): void {
    const isKnown = file?.path === this.path;
    this.file = file;
    if (isKnown) return;
    this.field.hidden = !file || file.text.length > longest;
    if (!file || this.field.hidden) return;
    this.field.setAttribute('aria-label', file.path);
    this.take(file);
    const cursor = this.workspace.memory.desk.cursors[file.path] ?? 0;
    this.field.setSelectionRange(cursor, cursor);
  }

  setReadOnly(readOnly: boolean): void {
    // A text field would turn all its line ends into one kind.
    this.field.readOnly = readOnly || (this.file?.text.includes('\r') ?? false);
    this.field.title = this.field.readOnly && !readOnly ? msg('Loading the editor…') : '';
  }

  arrange(settings: EditorSettings): void {
    const { fontSize, wrapsLines, tabWidth } = settings;
    const lineHeight = lineHeightOf(settings);
    Object.assign(this.field.style, {
      fontSize: `${fontSize}px`,
      lineHeight: `${lineHeight}px`,
      tabSize: String(tabWidth ?? 2),
      // Where Monaco's text begins: after its marks, three digits and the folding's arrows.
      paddingLeft: `${Math.round(lineHeight + 1.8 * fontSize + 26)}px`,
      whiteSpace: wrapsLines ? 'pre-wrap' : 'pre',
    });
    this.field.wrap = wrapsLines ? 'soft' : 'off';
  }

  turnTab(): void {
    // In a text field Tab leaves anyway.
    this.focus();
  }

  insert(text: string): void {
    const { field, file } = this;
    if (!file || field.readOnly) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    this.pass('accept');
    this.focus();
  }

  focus(): void {
    this.field.focus();
  }

  reveal(line: number): void {
    const start = this.field.value.split('\n', line - 1).join('\n').length + (line > 1 ? 1 : 0);
    this.field.setSelectionRange(start, start);
    this.focus();
  }

  /** Ends it, once nothing is being composed; `take` goes on with the selection, and with the focus where it was here. */
  async handOver(take: (held: Held | null) => void): Promise<void> {
    if (this.isComposing) await new Promise((resolve) => this.field.addEventListener('compositionend', resolve, { once: true }));
    const { selectionStart: start, selectionEnd: end, scrollTop, hidden } = this.field;
    take(hidden ? null : { start, end, scrollTop, hasFocus: this.field.matches(':focus') });
    this.dispose();
  }

  dispose(): void {
    this.ended.abort();
    this.field.remove();
  }

  private get path(): string | null {
    return this.file?.path ?? null;
  }

  private take({ text }: OpenFile): void {
    const { field } = this;
    if (field.value === text) return;
    const { selectionStart: start, selectionEnd: end } = field;
    field.value = text;
    field.setSelectionRange(start, end);
  }

  private onInput({ inputType }: InputEvent): void {
    this.pass(originOf(inputType));
  }

  private pass(origin: EditOrigin): void {
    const { file } = this;
    const change = file && changeBetween(file.text, this.field.value);
    if (change) this.workspace.files.edit(file.path, this.field.value, [change], origin);
  }

  private onSelection(): void {
    const { value, selectionStart: start, selectionEnd: end, selectionDirection } = this.field;
    const path = this.path;
    const known = this.workspace.files.place;
    if (path === null || (known?.path === path && known.start === start && known.end === end)) return;
    recordPlace(this.workspace, { path, start, end, text: value.slice(start, end) });
    const lines = value.slice(0, selectionDirection === 'backward' ? start : end).split('\n');
    this.status.onPlace(lines.length, (lines.at(-1)?.length ?? 0) + 1);
  }
}

function originOf(inputType: string): EditOrigin {
  if (inputType.startsWith('history')) return 'undo';
  return inputType === 'insertFromPaste' || inputType === 'insertFromDrop' ? 'paste' : 'typed';
}
