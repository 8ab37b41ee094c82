import type { IBufferCell, IBufferLine } from '@xterm/xterm';

/** Cells of one row that look the same. */
export interface Stretch {
  readonly text: string;
  readonly className: string;
  /** Colours beyond the sixteen that have a name, as CSS; empty for the terminal's own. */
  readonly color: string;
  readonly background: string;
}

/** A row as it is drawn: `key` is the same exactly when the row looks the same. */
export interface DrawnRow {
  readonly key: string;
  readonly stretches: readonly Stretch[];
}

/** The cells of a row as few stretches; `cursor` is the column of the cursor, or -1. */
export function drawRow(line: IBufferLine, cell: IBufferCell, cursor: number): DrawnRow {
  const stretches: Stretch[] = [];
  let text = '';
  let look: Look | null = null;
  const end = Math.max(lastColumn(line, cell) + 1, cursor + 1);
  for (let column = 0; column < end; column++) {
    if (!line.getCell(column, cell) || cell.getWidth() === 0) continue;
    const next = lookOf(cell, column === cursor);
    if (look && next.key !== look.key) {
      stretches.push(stretch(text, look));
      text = '';
    }
    look = next;
    text += cell.getChars() || ' ';
  }
  if (look) stretches.push(stretch(text, look));
  return {
    key: stretches.map(({ text, className, color, background }) => `${className}${color}${background}\n${text}`).join('\n'),
    stretches,
  };
}

interface Look {
  readonly key: string;
  readonly className: string;
  readonly color: string;
  readonly background: string;
}

const stretch = (text: string, { className, color, background }: Look): Stretch => ({ text, className, color, background });
const plain: Look = { key: '', className: '', color: '', background: '' };

function lookOf(cell: IBufferCell, isCursor: boolean): Look {
  const wide = cell.getWidth() === 2;
  if (cell.isAttributeDefault() && !isCursor && !wide) return plain;
  const inverse = cell.isInverse() !== 0;
  const fore = colorOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor());
  const back = colorOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor());
  const [front, behind] = inverse ? [back, fore] : [fore, back];
  const classes = [
    front.name && `fg-${front.name}`,
    behind.name && `bg-${behind.name}`,
    inverse && !front.name && !front.css && 'fg-ground',
    inverse && !behind.name && !behind.css && 'bg-text',
    cell.isBold() && 'bold',
    cell.isDim() && 'dim',
    cell.isItalic() && 'italic',
    cell.isUnderline() && 'underline',
    cell.isStrikethrough() && 'struck',
    cell.isInvisible() && 'invisible',
    // A wide character stands alone, so that what follows keeps its column whatever the font makes of it.
    wide && 'wide',
    isCursor && 'cursor',
  ];
  const className = classes.filter(Boolean).join(' ');
  const key = `${className} ${front.css} ${behind.css}${wide ? ` ${cell.getChars()}` : ''}`;
  return { key, className, color: front.css, background: behind.css };
}

interface Color {
  /** One of the sixteen, which the page's theme decides. */
  readonly name: string;
  readonly css: string;
}

const own: Color = { name: '', css: '' };
const named = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function colorOf(isRgb: boolean, isPalette: boolean, value: number): Color {
  if (isRgb) return { name: '', css: `#${value.toString(16).padStart(6, '0')}` };
  if (!isPalette) return own;
  if (value < 16) return { name: named[value % 8] ?? '', css: '' };
  if (value >= 232) return { name: '', css: rgb(8 + (value - 232) * 10, 8 + (value - 232) * 10, 8 + (value - 232) * 10) };
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = value - 16;
  return { name: '', css: rgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)) };
}

const rgb = (red: number, green: number, blue: number) => `rgb(${red} ${green} ${blue})`;

/** The last column that shows anything. */
function lastColumn(line: IBufferLine, cell: IBufferCell): number {
  for (let column = line.length - 1; column >= 0; column--) {
    if (!line.getCell(column, cell)) continue;
    if ((cell.getChars() !== '' && cell.getChars() !== ' ') || !cell.isAttributeDefault()) return column;
  }
  return -1;
}
