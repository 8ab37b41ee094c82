import { html, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import { BaseElement, adoptMonacoStyles, arrowStep, buttonStyles, define, icon, loadMonaco, msg, scrollStyles, str } from '@interviewlm/ui';
import type { Monaco } from '@interviewlm/ui';
import { Part } from '../part.js';
import { conflictWords } from '../state/document.js';
import type { OpenFile } from '../state/document.js';
import type { Workspace } from '../state/workspace.js';
import '../diff/text-diff.js';
import { editorStyles } from './editor-styles.js';
import { setLanguageDefaults } from './options.js';
import { PlainSurface } from './plain-surface.js';
import { keepSettings, keptSettings } from './settings.js';
import { statusLine } from './status-line.js';
import type { StatusActions } from './status-line.js';
import { EditorSurface } from './surface.js';
import type { Surface, SurfaceStatus } from './surface.js';
import type { VimMode } from './vim.js';
import { saveWords } from './words.js';

/**
 * `<interview-editor>`: the open files in tabs, and Monaco below them. What is typed is kept at once and saved a moment later.
 * Control M (Control Shift M on a Mac) lets Tab leave the editor; F6 goes to the next pane of the workspace.
 */
export class InterviewEditor extends Part {
  static override styles = [...[BaseElement.styles].flat(), ...buttonStyles, scrollStyles, editorStyles];

  @state() private failed = false;
  @state() private isComparing = false;
  /** Null until somebody has asked for another. */
  @state() private tabLeaves: boolean | null = null;
  @state() private vimMode: VimMode | null = null;
  @state() private settings = keptSettings();
  @query('.surface') private container!: HTMLElement;
  private surface: Surface | undefined;
  private loadedFor: Workspace | undefined;
  private isAwaited = false;
  private tellShown: () => void = () => undefined;
  /** Resolves when the first file is in the editor. */
  readonly shown = new Promise<void>((resolve) => (this.tellShown = resolve));
  private line = 1;
  private column = 1;

  protected override observes({ files, session }: Workspace) {
    return [files, session];
  }

  /** Before the editor has loaded, or has a file to show: then, once it has. */
  override focus(): void {
    this.isAwaited = !this.surface || !this.fileInFront;
    this.surface?.focus();
  }

  /** Puts text where the cursor is, as taken over from the assistant. */
  insert(text: string): void {
    this.surface?.insert(text);
  }

  /** Opens a file at a line and puts the cursor there. */
  async reveal(path: string, line: number): Promise<void> {
    await this.workspace?.files.show(path);
    await this.updateComplete;
    this.surface?.reveal(line);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.surface?.dispose();
    this.surface = undefined;
    this.loadedFor = undefined;
  }

  protected override updated(): void {
    const { workspace } = this;
    if (!workspace) return;
    if (this.loadedFor !== workspace) void this.load(workspace);
    this.applyFile();
    if (!this.surface || !this.fileInFront) return;
    if (this.surface instanceof EditorSurface) requestAnimationFrame(this.tellShown);
    if (this.isAwaited) this.focus();
  }

  private applyFile(): void {
    const file = this.fileInFront;
    this.surface?.show(file);
    this.surface?.setReadOnly((file?.readOnly ?? true) || this.workspace?.session.phase !== 'active');
  }

  private get fileInFront(): OpenFile | undefined {
    const { active, open } = this.workspace?.files ?? {};
    return active === null || active === undefined ? undefined : open?.get(active);
  }

  private async load(workspace: Workspace): Promise<void> {
    this.loadedFor = workspace;
    this.failed = false;
    const isStale = () => this.loadedFor !== workspace || !this.isConnected;
    this.surface?.dispose();
    const plain = new PlainSurface(this.container, workspace, this.status);
    this.surface = plain;
    plain.arrange(this.settings);
    this.requestUpdate();
    try {
      await this.drawn();
      const monaco = await loadMonaco();
      if (!isStale()) await this.replace(plain, monaco, workspace, isStale);
    } catch {
      this.failed = true;
    }
  }

  /** Monaco takes the processor for a while: first what there is comes to the screen. */
  private async drawn(): Promise<void> {
    while (this.isUpdatePending) await this.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  private async replace(plain: PlainSurface, monaco: Monaco, workspace: Workspace, isStale: () => boolean): Promise<void> {
    adoptMonacoStyles(this.renderRoot as ShadowRoot);
    setLanguageDefaults(monaco);
    await plain.handOver((held) => {
      if (isStale()) return;
      const surface = new EditorSurface(monaco, this, this.container, workspace, this.status);
      this.surface = surface;
      surface.arrange(this.settings);
      this.applyFile();
      if (held) surface.takeOver(held);
    });
    this.requestUpdate();
  }

  private readonly status: SurfaceStatus = {
    onPlace: (line, column) => {
      this.line = line;
      this.column = column;
      this.requestUpdate();
    },
    onTabMode: (leaves) => (this.tabLeaves = leaves),
    onVimMode: (mode) => (this.vimMode = mode),
  };

  override render() {
    const files = this.workspace?.files;
    const file = this.fileInFront;
    return html`
      ${files && files.tabs.length > 0 ? this.renderTabs(files.tabs, files.active) : nothing}
      ${this.failed ? this.renderFailure() : nothing} ${file?.state === 'conflict' ? this.renderConflict(file) : nothing}
      <div class="stage" role="tabpanel" aria-label=${file ? file.path : msg('Editor')}>
        <div class="surface" dir="ltr"></div>
        ${this.renderCover(file)}
        ${
          this.isComparing && file?.rival
            ? html`<div class="diff scroll">
                <ilm-text-diff .from=${file.rival.content} .to=${file.text} .path=${file.path}></ilm-text-diff>
              </div>`
            : nothing
        }
      </div>
      ${file ? this.renderStatus(file) : nothing}
    `;
  }

  private renderTabs(tabs: readonly string[], active: string | null) {
    return html`<div class="tabs" role="tablist" aria-label=${msg('Open files')} @keydown=${this.onTabKey}>
      ${tabs.map((path) => this.renderTab(path, path === active))}
    </div>`;
  }

  private renderTab(path: string, isActive: boolean) {
    const file = this.workspace?.files.open.get(path);
    const name = path.split('/').at(-1) ?? path;
    return html`<div class="tab ${isActive ? 'active' : ''}" role="presentation">
      <button
        role="tab"
        aria-selected=${isActive}
        aria-keyshortcuts="Delete"
        tabindex=${isActive ? 0 : -1}
        title=${path}
        data-path=${path}
        @click=${() => void this.workspace?.files.show(path)}
      >
        ${file?.readOnly ? icon('lock') : nothing}<bdi>${name}</bdi>
        ${file && file.state !== 'saved' ? html`<span class="dot ${file.state}" role="img" aria-label=${saveWords()[file.state]}></span>` : nothing}
      </button>
      <!-- For pointers: a list of tabs may only hold tabs, which the Delete key closes. -->
      <button
        class="icon-button"
        tabindex="-1"
        aria-hidden="true"
        title=${msg(str`Close ${name}`)}
        @click=${() => this.workspace?.files.close(path)}
      >
        ${icon('close')}
      </button>
    </div>`;
  }

  private renderFailure() {
    return html`<div class="banner" role="alert">
      <span class="grow">${msg('The editor could not be loaded')}. ${msg('Check your connection. Your files are safe.')}</span>
      <button class="button small" @click=${() => this.workspace && void this.load(this.workspace)}>
        ${icon('retry')}${msg('Try again')}
      </button>
    </div>`;
  }

  private renderCover(file: OpenFile | undefined) {
    if (!this.surface) return html`<div class="cover"><ilm-spinner label=${msg('Loading the editor…')}></ilm-spinner></div>`;
    if (!file)
      return html`<div class="cover">
        <ilm-notice icon="file" heading=${msg('No file is open')}>${msg('Choose one from the list of files.')}</ilm-notice>
      </div>`;
    return nothing;
  }

  private renderConflict(file: OpenFile) {
    const deleted = !file.rival;
    return html`<div class="banner" role="alert">
      <span class="grow">${conflictWords(file)}</span>
      ${
        deleted
          ? nothing
          : html`<button class="button small" aria-pressed=${this.isComparing} @click=${() => (this.isComparing = !this.isComparing)}>
              ${msg('Compare')}
            </button>`
      }
      <button class="button small" @click=${() => void this.settle(file, 'theirs')}>
        ${deleted ? msg('Let it go') : msg('Take theirs')}
      </button>
      <button class="button small primary" @click=${() => void this.settle(file, 'mine')}>${msg('Keep mine')}</button>
    </div>`;
  }

  private renderStatus(file: OpenFile) {
    const { line, column, tabLeaves, vimMode, settings } = this;
    return statusLine(file, { line, column, tabLeaves, vimMode, settings }, this.statusActions);
  }

  private readonly statusActions: StatusActions = {
    onSettings: ({ settings }) => {
      this.settings = settings;
      this.surface?.arrange(settings);
      keepSettings(settings);
    },
    onTabMode: () => this.surface?.turnTab(),
  };

  private async settle(file: OpenFile, keep: 'mine' | 'theirs'): Promise<void> {
    this.isComparing = false;
    await this.workspace?.files.settle(file.path, keep);
    this.focus();
  }

  private readonly onTabKey = (event: KeyboardEvent) => {
    const files = this.workspace?.files;
    if (!files || files.active === null) return;
    const at = files.tabs.indexOf(files.active);
    const step = arrowStep(event);
    if (event.key === 'Delete') files.close(files.active);
    else if (step !== 0) void files.show(files.tabs[(at + step + files.tabs.length) % files.tabs.length] ?? files.active);
    else return;
    event.preventDefault();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus());
  };
}

define('interview-editor', InterviewEditor);

declare global {
  interface HTMLElementTagNameMap {
    'interview-editor': InterviewEditor;
  }
}
