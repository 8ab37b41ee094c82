import type { ReactiveControllerHost } from 'lit';
import type { SubmitReceipt } from '@interviewlm/protocol';
import { announce } from '../announce.js';
import { Parts } from '../parts.js';
import type { PartTag } from '../parts.js';
import type { InterviewAbout } from '../session/about-dialog.js';
import { watchIntegrity } from '../session/integrity.js';
import type { InterviewSubmit } from '../session/submit-dialog.js';
import { inWords } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';
import type { View } from '../views.js';

/** The element that a layout is drawn in. */
export interface LayoutHost extends ReactiveControllerHost, HTMLElement {
  /** Too narrow for panes side by side. */
  readonly narrow: boolean;
  readonly renderRoot: HTMLElement | DocumentFragment;
  submit(): Promise<SubmitReceipt | null>;
}

/**
 * An interview's workspace once it is open: the bar at the top, what covers the rest while it can't be worked on, and the parts, side by
 * side or one at a time. Loaded with the state, so that a page has the element itself before anything else.
 */
export class Layout {
  readonly parts: Parts;
  /** In words, what a press of a button couldn't do. */
  problem = '';
  private view: View = 'question';
  private panel: 'tests' | 'terminal' = 'tests';

  constructor(
    readonly host: LayoutHost,
    readonly workspace: Workspace,
    readonly reopen: () => void,
  ) {
    this.parts = new Parts(host);
    if (workspace.memory.desk.panel === 'terminal') this.panel = 'terminal';
    for (const part of [workspace.session, workspace.connection, workspace.tests]) part.subscribe(() => host.requestUpdate());
    announce(host, workspace);
    watchIntegrity(workspace);
  }

  close(): void {
    this.host.removeController(this.parts);
    this.workspace.close();
  }

  /** Asks the candidate, then submits. Null when they decide to go on working, or when there is nothing to submit. */
  async submit(): Promise<SubmitReceipt | null> {
    if (!['active', 'paused', 'expired'].includes(this.workspace.session.phase)) return null;
    await this.parts.load('interview-submit');
    return (this.find('interview-submit') as InterviewSubmit).ask();
  }

  async pause(): Promise<void> {
    await this.attempt(async () => {
      await this.workspace.files.saveAll();
      await this.workspace.session.pause();
    });
  }

  async showAbout(): Promise<void> {
    await this.parts.load('interview-about');
    (this.find('interview-about') as InterviewAbout).show();
  }

  /** Does what a button asks for; a failure is said in words. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem = inWords(error);
    }
    this.host.requestUpdate();
  }

  /** Puts the focus into the editor, or whichever part is shown. */
  focus(): void {
    this.show(this.host.narrow ? this.view : 'editor');
  }

  /** Brings a part into view, without the focus. */
  choose(name: View): void {
    if (this.host.narrow) this.view = name;
    else if (name === 'tests' || name === 'terminal') this.choosePanel(name);
    this.host.requestUpdate();
  }

  /** Brings a part into view and puts the focus into it. */
  show(name: View): void {
    this.choose(name);
    void this.attempt(() => this.focusPart(name));
  }

  isChosen(name: View): boolean {
    return this.host.narrow ? this.view === name : this.panel === name;
  }

  isHidden(name: View): boolean {
    if (this.host.narrow) return this.view !== name;
    return (name === 'tests' || name === 'terminal') && this.panel !== name;
  }

  partOf(name: View): HTMLElement | null {
    return this.find(`[data-view=${name}]`);
  }

  find(selector: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(selector);
  }

  private choosePanel(name: 'tests' | 'terminal'): void {
    this.panel = name;
    this.workspace.memory.update({ panel: name });
  }

  private async focusPart(name: View): Promise<void> {
    await this.host.updateComplete;
    const part = this.partOf(name);
    if (part) await this.parts.load(part.localName as PartTag);
    part?.focus();
  }
}
