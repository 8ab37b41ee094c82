import { keep, kept } from '../state/kept.js';

/** How a candidate likes their editor, on this machine and for every interview. */
export interface EditorSettings {
  /** Pixels. */
  readonly fontSize: number;
  readonly wrapsLines: boolean;
}

const key = 'interviewlm.editor';
const usual: EditorSettings = { fontSize: 13, wrapsLines: false };
export const fontSizes = { least: 10, most: 28 } as const;

/** Any number becomes a size that can be read. */
export const fontSizeOf = (size: number): number => Math.min(fontSizes.most, Math.max(fontSizes.least, Math.round(size)));

export const lineHeightOf = ({ fontSize }: EditorSettings): number => Math.round((fontSize * 20) / 13);

export function keptSettings(): EditorSettings {
  const { fontSize, wrapsLines } = kept<EditorSettings>(key) ?? {};
  return {
    fontSize: typeof fontSize === 'number' && Number.isFinite(fontSize) ? fontSizeOf(fontSize) : usual.fontSize,
    wrapsLines: wrapsLines === true,
  };
}

export function keepSettings(settings: EditorSettings): void {
  keep(key, settings);
}
