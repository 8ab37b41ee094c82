import { ContextConsumer } from '@lit/context';
import { property } from 'lit/decorators.js';
import type { PropertyValues } from 'lit';
import { BaseElement } from '@interviewlm/ui';
import { workspaceContext } from './state/context.js';
import type { Observable } from './state/observable.js';
import type { Workspace } from './state/workspace.js';

/** A part of the workspace: has the state by context, or set by hand, and renders again whenever what it observes changes. */
export abstract class Part extends BaseElement {
  /** Set by the workspace around; set it yourself to use a part alone. */
  @property({ attribute: false }) workspace?: Workspace;

  private unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    new ContextConsumer(this, {
      context: workspaceContext,
      subscribe: true,
      callback: (workspace) => {
        if (workspace) this.workspace = workspace;
      },
    });
  }

  /** What this part shows. */
  protected abstract observes(workspace: Workspace): readonly Observable[];

  /** Called once for each workspace the part gets. */
  protected attached?(workspace: Workspace): void;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('workspace')) this.observe();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  private observe(): void {
    this.stop();
    const { workspace } = this;
    if (!workspace) return;
    this.unsubscribe = this.observes(workspace).map((part) => part.subscribe(() => this.requestUpdate()));
    this.attached?.(workspace);
  }

  private stop(): void {
    for (const end of this.unsubscribe) end();
    this.unsubscribe = [];
  }
}
