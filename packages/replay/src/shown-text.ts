import { diffText } from '@interviewlm/recording';
import type { Monaco } from '@interviewlm/ui';
import type { editor } from 'monaco-editor';

/** The editor knows one kind of line end; the recording may hold any. */
export const oneLineEnd = (text: string) => text.replace(/\r\n?/g, '\n');

/** A read-only model that goes from one text to another by the smallest edit, so that the view moves and tokenizes no more than it must. */
export class ShownText {
  #text = '';

  constructor(
    private readonly monaco: Monaco,
    readonly model: editor.ITextModel,
  ) {
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    this.#text = model.getValue();
  }

  /** Gives where the change is, or null when the text is the same. */
  show(content: string): { readonly from: number; readonly to: number } | null {
    const text = oneLineEnd(content);
    const [change] = diffText(this.#text, text);
    if (!change) return null;
    const [offset, deleted, inserted] = change;
    const start = this.model.getPositionAt(offset);
    const end = this.model.getPositionAt(offset + deleted);
    this.model.applyEdits([{ range: this.monaco.Range.fromPositions(start, end), text: inserted, forceMoveMarkers: false }]);
    this.#text = text;
    return { from: offset, to: offset + inserted.length };
  }
}
