import type { ReactiveControllerHost } from 'lit';

const shownMs = 2500;

/** A short notice over the replay, which a screen reader is told too. It goes by itself, and a newer one takes its place. */
export class Toast {
  text = '';

  constructor(private readonly host: ReactiveControllerHost) {}

  say(text: string): void {
    this.show(text);
    setTimeout(() => {
      if (this.text === text) this.show('');
    }, shownMs);
  }

  private show(text: string): void {
    this.text = text;
    this.host.requestUpdate();
  }
}
