import { TypeAhead, arrowStep, isLetter } from '@interviewlm/ui';
import type { Row } from './tree.js';

/** What a key asks of the tree. `go` without a row stays where it is. */
export type TreeCommand =
  | { readonly do: 'go'; readonly row: Row | undefined }
  | { readonly do: 'open' | 'close' | 'activate' | 'rename' | 'remove' | 'menu'; readonly row: Row }
  | { readonly do: 'open-siblings'; readonly row: Row }
  | { readonly do: 'create' };

/**
 * The keys of the ARIA tree pattern. Up, Down, Home, End: along the visible rows. Right: opens a folder, then enters it. Left: closes it,
 * then leaves it; the other way round where reading goes from right to left. Enter, Space: opens the file. `*`: opens all folders beside. Letters: the next name that starts with them.
 * Ours beside those: F2 renames, Delete deletes, Shift F10 or the menu key opens the menu, Control Alt N makes a file.
 */
export class TreeKeys {
  private readonly typeAhead = new TypeAhead();

  /** Null for a key that isn't ours. */
  command(event: KeyboardEvent, rows: readonly Row[], at: number): TreeCommand | null {
    const row = rows[at];
    if (!row) return null;
    if (event.ctrlKey && event.altKey && event.key.toLowerCase() === 'n') return { do: 'create' };
    return moves(event, rows, at, row) ?? acts(event, row) ?? this.letters(event, rows, at, row);
  }

  private letters(event: KeyboardEvent, rows: readonly Row[], at: number, row: Row): TreeCommand | null {
    if (!isLetter(event)) return null;
    if (event.key === '*') return { do: 'open-siblings', row };
    const names = rows.map(({ node }) => node.name);
    return { do: 'go', row: rows[this.typeAhead.find(event, names, at)] };
  }
}

function moves(event: KeyboardEvent, rows: readonly Row[], at: number, row: Row): TreeCommand | null {
  const step = arrowStep(event);
  if (step === 1) return inwards(rows, at, row);
  if (step === -1) return outwards(rows, at, row);
  switch (event.key) {
    case 'ArrowDown':
      return { do: 'go', row: rows[at + 1] };
    case 'ArrowUp':
      return { do: 'go', row: rows[at - 1] };
    case 'Home':
      return { do: 'go', row: rows[0] };
    case 'End':
      return { do: 'go', row: rows.at(-1) };
    default:
      return null;
  }
}

function inwards(rows: readonly Row[], at: number, row: Row): TreeCommand {
  if (row.node.kind === 'folder' && !row.isOpen) return { do: 'open', row };
  return { do: 'go', row: row.isOpen ? rows[at + 1] : undefined };
}

function outwards(rows: readonly Row[], at: number, row: Row): TreeCommand {
  if (row.isOpen) return { do: 'close', row };
  return { do: 'go', row: rows.slice(0, at).findLast(({ level }) => level < row.level) };
}

function acts({ key, shiftKey }: KeyboardEvent, row: Row): TreeCommand | null {
  if (key === 'Enter' || key === ' ') return { do: 'activate', row };
  if (key === 'F2') return { do: 'rename', row };
  if (key === 'Delete') return { do: 'remove', row };
  return key === 'ContextMenu' || (key === 'F10' && shiftKey) ? { do: 'menu', row } : null;
}
