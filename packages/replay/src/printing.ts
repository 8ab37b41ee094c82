import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Says when the browser begins to print and when it has. It takes the page as it is when `show(true)` returns. */
export class Printing implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly show: (isPrinting: boolean) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('beforeprint', this.onPrint);
    window.addEventListener('afterprint', this.onPrinted);
  }

  hostDisconnected(): void {
    window.removeEventListener('beforeprint', this.onPrint);
    window.removeEventListener('afterprint', this.onPrinted);
  }

  private readonly onPrint = (): void => this.show(true);
  private readonly onPrinted = (): void => this.show(false);
}
