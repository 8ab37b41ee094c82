import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Whoever works by keys is where the cover is when it appears, and where they were before once it is gone. The focus of a page that
 * wasn't in the workspace is left alone.
 */
export class CoverFocus implements ReactiveController {
  private isCovered = false;
  /** What had the focus before this update, inside the element. */
  private before: HTMLElement | null = null;
  /** What had it when the cover came. */
  private left: HTMLElement | null = null;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.before = (this.host.shadowRoot?.activeElement as HTMLElement | null | undefined) ?? null;
  }

  hostUpdated(): void {
    const cover = this.host.shadowRoot?.querySelector<HTMLElement>('.cover') ?? null;
    const wasCovered = this.isCovered;
    this.isCovered = cover !== null;
    if (cover && !wasCovered && this.before) {
      this.left = this.before;
      cover.focus();
    } else if (!cover && wasCovered && this.before) {
      // What was left may be gone by now, as a button that isn't offered any more.
      if (this.left?.isConnected) this.left.focus();
      else this.host.focus();
      this.left = null;
    }
  }
}
