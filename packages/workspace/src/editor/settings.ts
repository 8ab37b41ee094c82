import { keep, kept } from '../state/kept.js';

/** How a candidate likes their editor, on this machine and for every interview. */
export interface EditorSettings {
  /** Pixels. */
  readonly fontSize: number;
  readonly wrapsLines: boolean;
  /** How many columns a step of indentation has; null for as many as in the file. */
  readonly tabWidth: TabWidth | null;
  readonly hasVimKeys: boolean;
}

export const tabWidths = [2, 4, 8] as const;
export type TabWidth = (typeof tabWidths)[number];

const key = 'interviewlm.editor';
const usual: EditorSettings = { fontSize: 13, wrapsLines: false, tabWidth: null, hasVimKeys: false };
export const fontSizes = { least: 10, most: 28 } as const;

/** Any number becomes a size that can be read. */
export const fontSizeOf = (size: number): number => Math.min(fontSizes.most, Math.max(fontSizes.least, Math.round(size)));

export const lineHeightOf = ({ fontSize }: EditorSettings): number => Math.round((fontSize * 20) / 13);

export function keptSettings(): EditorSettings {
  const { fontSize, wrapsLines, tabWidth, hasVimKeys } = kept<EditorSettings>(key) ?? {};
  return {
    fontSize: typeof fontSize === 'number' && Number.isFinite(fontSize) ? fontSizeOf(fontSize) : usual.fontSize,
    wrapsLines: wrapsLines === true,
    tabWidth: tabWidths.find((width) => width === tabWidth) ?? usual.tabWidth,
    hasVimKeys: hasVimKeys === true,
  };
}

export function keepSettings(settings: EditorSettings): void {
  keep(key, settings);
}
