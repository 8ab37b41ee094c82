import type { ITheme } from '@xterm/xterm';
import { isDark, resolveColors } from '@interviewlm/ui';

/** Sixteen colours that read well on our ground, in both schemes; the ground itself is the element's. */
export function terminalColors(element: Element): ITheme {
  const { surface: background, text: foreground } = resolveColors(element, ['surface', 'text']);
  const base = { background, foreground };
  return isDark(element) ? { ...base, ...dark } : { ...base, ...light };
}

const light: ITheme = {
  cursor: '#2456d6',
  cursorAccent: '#ffffff',
  selectionBackground: '#2456d640',
  black: '#141a24',
  red: '#b42318',
  green: '#13714a',
  yellow: '#8a5300',
  blue: '#2456d6',
  magenta: '#7a2fbf',
  cyan: '#0f6c7a',
  white: '#6b7485',
  brightBlack: '#566072',
  brightRed: '#c8372b',
  brightGreen: '#1a7f56',
  brightYellow: '#996000',
  brightBlue: '#3b6be0',
  brightMagenta: '#8d45d0',
  brightCyan: '#157a8a',
  brightWhite: '#3a4250',
};
const dark: ITheme = {
  cursor: '#8ab0ff',
  cursorAccent: '#151a21',
  selectionBackground: '#8ab0ff40',
  black: '#3a4250',
  red: '#ff9188',
  green: '#57cc99',
  yellow: '#f0b75a',
  blue: '#8ab0ff',
  magenta: '#c9a2ff',
  cyan: '#7cc7e8',
  white: '#d6dae1',
  brightBlack: '#8791a1',
  brightRed: '#ffb0a9',
  brightGreen: '#8cf0c2',
  brightYellow: '#ffd998',
  brightBlue: '#b9d2ff',
  brightMagenta: '#dec4ff',
  brightCyan: '#a9def5',
  brightWhite: '#ffffff',
};
