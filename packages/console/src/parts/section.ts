import type { ConsoleSession, KeyScope } from '@interviewlm/protocol';
import { BaseElement } from '@interviewlm/ui';
import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { may } from '../session.js';
import { sectionStyles } from './styles.js';

/** The page is to be another one. */
export class LeaveEvent extends Event {
  static readonly eventName = 'console-leave';
  constructor(readonly path: string) {
    super(LeaveEvent.eventName, { bubbles: true, composed: true });
  }
}

/** One page of the console. Who opens it hears its heading first. */
export abstract class Section extends BaseElement {
  static override styles = [BaseElement.styles, ...sectionStyles];

  @property({ attribute: false }) session!: ConsoleSession;
  /** What the address names below the section, such as an interview's id. */
  @property() item = '';
  /** A part of that: `replay`. */
  @property({ attribute: 'part-shown', reflect: true }) shown = '';

  /** In the browser's tab, and in its history. */
  abstract readonly heading: string;

  protected may(scope: KeyScope): boolean {
    return may(this.session, scope);
  }

  /** To another page of the console, which begins with its heading. */
  protected leaveTo(path: string): void {
    this.dispatchEvent(new LeaveEvent(path));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    document.title = `${this.heading} · ${this.session.tenant.name} · InterviewLM`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }
}
