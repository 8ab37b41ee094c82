import { html, nothing } from 'lit';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { InterviewEditor } from './editor/interview-editor.js';
import { icon, msg } from '@interviewlm/ui';

/** Each part is a chunk of its own, so that a page has the workspace's frame, and the editor is on its way, before anything else. */
const modules = {
  'interview-editor': () => import('./editor/interview-editor.js'),
  'interview-question': () => import('./question/interview-question.js'),
  'interview-file-tree': () => import('./files/interview-file-tree.js'),
  'interview-tests': () => import('./tests/interview-tests.js'),
  'interview-chat': () => import('./chat/interview-chat.js'),
  'interview-terminal': () => import('./terminal/interview-terminal.js'),
  'interview-submit': () => import('./session/submit-dialog.js'),
  'interview-about': () => import('./session/about-dialog.js'),
} as const;

export type PartTag = keyof typeof modules;

/** No part waits longer than this for the editor. */
const patienceMs = 1000;

const tags = Object.keys(modules) as readonly PartTag[];

/**
 * Loads the parts of a workspace when they are first shown, and the others once there is nothing better to do. Until a part is there its
 * tag holds a spinner, or what went wrong and a way to try again: content that the part's shadow root replaces.
 */
export class Parts implements ReactiveController {
  private readonly failed = new Set<PartTag>();

  private editor: Promise<unknown> | undefined;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostUpdated(): void {
    const root = this.host.shadowRoot;
    // The editor is what a candidate comes back for: nothing beside it takes time that it needs.
    const editor = root?.querySelector<InterviewEditor>('interview-editor:not([hidden])');
    if (editor) this.editor ??= this.draw(editor);
    for (const { localName } of root?.querySelectorAll('.part:not(:defined, [hidden], interview-editor)') ?? []) {
      const tag = tags.find((name) => name === localName);
      if (tag && !this.failed.has(tag)) void this.afterEditor(tag).catch(() => undefined);
    }
  }

  private async afterEditor(tag: PartTag): Promise<void> {
    await this.editor;
    await this.load(tag);
  }

  /** Resolves when the editor shows a file, when it could not be had, or when it takes too long. */
  private draw(editor: InterviewEditor): Promise<unknown> {
    const drawn = this.load('interview-editor').then(
      () => editor.shown,
      () => undefined,
    );
    return Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  }

  /** Resolves once the part can be used; rejects when its code can't be had, which its place then says. */
  async load(tag: PartTag): Promise<void> {
    if (customElements.get(tag)) return;
    try {
      await modules[tag]();
      this.failed.delete(tag);
    } catch (error) {
      this.failed.add(tag);
      throw error;
    } finally {
      this.host.requestUpdate();
    }
  }

  /** Fetches what isn't shown yet as well, so that a connection that is lost later takes no part away. */
  async loadRest(): Promise<void> {
    await this.editor;
    for (const tag of tags) await this.load(tag).catch(() => undefined);
  }

  /** What stands in the part's tag. */
  placeholder(tag: PartTag) {
    if (customElements.get(tag)) return nothing;
    if (!this.failed.has(tag)) return html`<div class="center"><ilm-spinner label=${msg('Loading…')}></ilm-spinner></div>`;
    return html`<ilm-notice heading=${msg('This part could not be loaded')} icon="error" tone="danger">
      ${msg('Check your connection. Your work is safe.')}
      <button slot="actions" class="button" @click=${() => void this.load(tag).catch(() => undefined)}>
        ${icon('retry')}${msg('Try again')}
      </button>
    </ilm-notice>`;
  }
}
