import { canMoveInto } from './tree.js';

/** Only what was dragged here is taken: text or files from elsewhere have no place in the tree. */
const kind = 'application/x-interviewlm-path';

/** Dragging a row onto a folder, onto a file beside which it should lie, or onto the empty ground below. */
export class TreeDrag {
  /** What is being dragged; null when nothing is. */
  path: string | null = null;
  /** The folder that it would go into now; null where it can't be dropped. */
  target: string | null = null;

  constructor(
    private readonly changed: () => void,
    private readonly onDrop: (path: string, folder: string) => void,
  ) {}

  start(event: DragEvent, path: string): void {
    event.dataTransfer?.setData(kind, path);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    this.path = path;
    this.changed();
  }

  over(event: DragEvent, folder: string): void {
    event.stopPropagation();
    if (this.path === null) return;
    const target = canMoveInto(this.path, folder) ? folder : null;
    if (target !== null) event.preventDefault();
    if (target === this.target) return;
    this.target = target;
    this.changed();
  }

  drop(event: DragEvent): void {
    event.stopPropagation();
    event.preventDefault();
    const { path, target } = this;
    this.end();
    if (path !== null && target !== null) this.onDrop(path, target);
  }

  end(): void {
    this.path = null;
    this.target = null;
    this.changed();
  }
}
