import type { Monaco } from './monaco.js';
import { areColorsForced, isDark } from './base-element.js';
import { resolveColors } from './resolve-color.js';

/** Defines our editor themes and answers the one that fits the element's colours now. */
export function monacoTheme(monaco: Monaco, element: Element): string {
  const dark = isDark(element);
  if (areColorsForced()) return forcedTheme(monaco, element, dark);
  const name = dark ? 'ilm-dark' : 'ilm-light';
  const color = resolveColors(element, ['surface', 'text', 'faint', 'accent', 'accent-soft', 'raised', 'border', 'focus']);
  monaco.editor.defineTheme(name, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: dark ? darkRules : lightRules,
    colors: {
      'editor.background': color.surface,
      'editor.foreground': color.text,
      'editorGutter.background': color.surface,
      'editorLineNumber.foreground': color.faint,
      'editorLineNumber.dimmedForeground': color.faint,
      'editorLineNumber.activeForeground': color.text,
      'editor.lineHighlightBackground': dark ? '#ffffff08' : '#14264a08',
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': color.accent,
      'editor.selectionBackground': dark ? '#8ab0ff3d' : '#2456d62e',
      'editorIndentGuide.background1': dark ? '#ffffff14' : '#14264a14',
      'editorWidget.background': color.raised,
      'editorWidget.border': color.border,
      'editorSuggestWidget.selectedBackground': color['accent-soft'],
      'editorSuggestWidget.selectedForeground': color.text,
      'scrollbarSlider.background': dark ? '#ffffff22' : '#14264a22',
      // A line's colour lies under that of its changed words: together they leave every word 4.5:1.
      'diffEditor.insertedLineBackground': dark ? '#57cc9914' : '#13714a12',
      'diffEditor.removedLineBackground': dark ? '#ff918814' : '#b4231810',
      'diffEditor.insertedTextBackground': dark ? '#57cc9926' : '#13714a1f',
      'diffEditor.removedTextBackground': dark ? '#ff918826' : '#b423181a',
      focusBorder: color.focus,
    },
  });
  return name;
}

/** The system's ground and text; what is chosen, found or marked has lines around it, as in Monaco's own themes of high contrast. */
function forcedTheme(monaco: Monaco, element: Element, dark: boolean): string {
  const color = resolveColors(element, ['surface', 'text', 'accent', 'focus']);
  monaco.editor.defineTheme('ilm-forced', {
    base: dark ? 'hc-black' : 'hc-light',
    inherit: true,
    rules: [],
    colors: {
      'editor.background': color.surface,
      'editor.foreground': color.text,
      'editorGutter.background': color.surface,
      'editorLineNumber.foreground': color.text,
      'editorLineNumber.activeForeground': color.text,
      'editorCursor.foreground': color.text,
      focusBorder: color.focus,
      contrastActiveBorder: color.accent,
    },
  });
  return 'ilm-forced';
}

const lightRules = [
  { token: 'comment', foreground: '566072', fontStyle: 'italic' },
  { token: 'keyword', foreground: '7a2fbf' },
  { token: 'string', foreground: '13714a' },
  { token: 'number', foreground: '9a4a00' },
  { token: 'type', foreground: '0f5f7a' },
  { token: 'regexp', foreground: 'a3253f' },
];
const darkRules = [
  { token: 'comment', foreground: 'a0a9b8', fontStyle: 'italic' },
  { token: 'keyword', foreground: 'c9a2ff' },
  { token: 'string', foreground: '7fd6a8' },
  { token: 'number', foreground: 'f0b27a' },
  { token: 'type', foreground: '7cc7e8' },
  { token: 'regexp', foreground: 'ff9db0' },
];
