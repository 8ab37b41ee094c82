import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { problemText } from './problem.js';

/** One change at a time: its button waits, and what became of it is said. */
export class Deed implements ReactiveController {
  busy = false;
  private problem = '';
  private done = '';

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.clear();
  }

  clear(): void {
    [this.problem, this.done] = ['', ''];
    this.host.requestUpdate();
  }

  /** What came of a deed that worked, where that is known only afterwards. */
  say(text: string): void {
    this.done = text;
    this.host.requestUpdate();
  }

  complain(text: string): void {
    this.problem = text;
    this.host.requestUpdate();
  }

  /** Does it, and says `done` when it worked. Null when it failed, or another is under way. */
  async run<T>(work: () => Promise<T>, done = ''): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.clear();
    try {
      const result = await work();
      this.done = done;
      return result;
    } catch (error) {
      this.problem = problemText(error);
      return null;
    } finally {
      this.busy = false;
      this.host.requestUpdate();
    }
  }

  render(): TemplateResult {
    return html`<div class="said" aria-live="polite">
      ${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}
      ${this.done ? html`<p class="done">${this.done}</p>` : nothing}
    </div>`;
  }
}
