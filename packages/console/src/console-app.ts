import type { ConsoleChoice, ConsoleSession } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { SignedOutEvent } from './api.js';
import { appStyles } from './app-styles.js';
import { mark } from './mark.js';
import { problemNotice } from './parts/problem.js';
import { LeaveEvent, type Section } from './parts/section.js';
import { pageOf, routeOf, sections, type Route } from './routes.js';
import { currentSession, may, signOut, waysIn } from './session.js';
import './sign-in.js';

/** What the page shows: opening → signed-out ⇄ signed-in ⇄ choosing; opening → failed → opening. */
type View =
  | { readonly name: 'opening' }
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'signed-out'; readonly ended: boolean }
  | { readonly name: 'signed-in'; readonly session: ConsoleSession }
  | { readonly name: 'choosing'; readonly session: ConsoleSession; readonly choices: readonly ConsoleChoice[] };

/** `<console-app>`: the whole page. It knows who is signed in and which section the address names. */
export class ConsoleApp extends BaseElement {
  static override styles = [BaseElement.styles, ...buttonStyles, badgeStyles, appStyles];

  @state() private view: View = { name: 'opening' };
  @state() private route: Route | null = null;
  @state() private page: Section | null = null;
  @state() private problem: unknown = null;
  @state() private switching = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(SignedOutEvent.eventName, this.onSignedOut);
    window.addEventListener('popstate', this.onAddress);
    this.addEventListener('click', this.onClick);
    this.addEventListener(LeaveEvent.eventName, this.onLeave);
    void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener(SignedOutEvent.eventName, this.onSignedOut);
    window.removeEventListener('popstate', this.onAddress);
  }

  override render(): TemplateResult {
    const { view } = this;
    switch (view.name) {
      case 'opening':
        return html`<main class="middle" aria-busy="true"><ilm-spinner label="Opening the console …"></ilm-spinner></main>`;
      case 'failed':
        return html`<main class="middle">${problemNotice(view.error, this.open)}</main>`;
      case 'signed-out':
        return html`<main class="middle"><console-sign-in .ended=${view.ended} @signed-in=${this.open}></console-sign-in></main>`;
      case 'signed-in':
        return this.renderFrame(view.session);
      case 'choosing':
        return this.renderChoosing(view.session, view.choices);
    }
  }

  private renderFrame(session: ConsoleSession): TemplateResult {
    return html`
      <a class="skip button" href="#content" @click=${this.skip}>Skip to the content</a>
      <header>
        <a class="brand" href="/console/interviews">${mark}<span>InterviewLM</span></a>
        <span class="tenant" title=${session.tenant.name}>${session.tenant.name}</span>
        ${world(session)}
        <div class="who">
          ${session.person ? this.renderPerson(session.person.email) : nothing}
          <button class="button quiet" @click=${this.leave}>Sign out</button>
        </div>
      </header>
      <nav aria-label="Sections">
        <ul>
          ${sections.filter(({ scope }) => may(session, scope)).map((section) => this.renderEntry(section))}
        </ul>
      </nav>
      <main id="content" tabindex="-1">${this.renderPage()}</main>
    `;
  }

  private renderPerson(email: string): TemplateResult {
    return html`<span class="email" title=${email}>${email}</span>
      <button class="button quiet" aria-label="Switch company or world" ?disabled=${this.switching} @click=${this.choose}>Switch</button>`;
  }

  private renderChoosing({ person }: ConsoleSession, choices: readonly ConsoleChoice[]): TemplateResult {
    return html`<main class="middle">
      <div class="choosing">
        <h1 tabindex="-1">Where do you want to go?</h1>
        <console-choices .choices=${choices} .current=${person?.member ?? ''} @signed-in=${this.anew}></console-choices>
        <button class="button quiet" @click=${this.open}>Stay here</button>
      </div>
    </main>`;
  }

  private renderEntry({ path, title }: (typeof sections)[number]): TemplateResult {
    const current = this.route?.section.path === path;
    return html`<li><a href="/console/${path}" aria-current=${current ? 'page' : nothing}>${title}</a></li>`;
  }

  private renderPage(): TemplateResult | Section {
    if (this.problem) return problemNotice(this.problem, this.show);
    if (this.page) return this.page;
    if (this.route) return html`<ilm-spinner label="Loading …"></ilm-spinner>`;
    return html`<ilm-notice heading="There is no such page" icon="search">
      <a slot="actions" class="button" href="/console">To the console</a>
    </ilm-notice>`;
  }

  private readonly open = async (): Promise<void> => {
    this.view = { name: 'opening' };
    try {
      const session = await currentSession();
      this.view = session ? { name: 'signed-in', session } : { name: 'signed-out', ended: false };
      await this.show();
    } catch (error) {
      this.view = { name: 'failed', error };
    }
  };

  /** The page that the address names; the first that the key may read where it names none. */
  private readonly show = async (): Promise<void> => {
    const { view } = this;
    if (view.name !== 'signed-in') return;
    const first = sections.find(({ scope }) => may(view.session, scope));
    if (/^\/console\/?$/.test(location.pathname) && first) history.replaceState(null, '', `/console/${first.path}`);
    const found = routeOf(location.pathname);
    const route = found && may(view.session, found.section.scope) ? found : null;
    [this.route, this.page, this.problem] = [route, null, null];
    if (!route) return;
    try {
      const page = await pageOf(route, view.session);
      if (this.route === route) this.page = page;
      await this.updateComplete;
      // Where the navigation scrolls, what is open is seen.
      this.renderRoot.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    } catch (error) {
      if (this.route === route) this.problem = error;
    }
  };

  private readonly onAddress = (): void => void this.show();

  /** A link of ours changes the page without loading it anew; what opens elsewhere is left to the browser. */
  private readonly onClick = (event: MouseEvent): void => {
    const link = event.composedPath().find((each): each is HTMLAnchorElement => each instanceof HTMLAnchorElement);
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || !/^\/console(\/|$)/.test(link.pathname) || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    this.goTo(link.href);
  };

  private readonly onLeave = (event: Event): void => {
    if (event instanceof LeaveEvent) this.goTo(event.path);
  };

  private goTo(address: string): void {
    if (new URL(address, location.href).href !== location.href) history.pushState(null, '', address);
    void this.show().then(this.focusPage);
  }

  /** Who followed a link is where it led. */
  private readonly focusPage = async (): Promise<void> => {
    await this.updateComplete;
    await this.page?.updateComplete;
    window.scrollTo(0, 0);
    this.page?.focus();
  };

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('#content')?.focus();
  };

  private readonly leave = async (): Promise<void> => {
    const next = await signOut().catch(() => null);
    // Everything that was shown goes with the page.
    location.assign(next ?? '/console');
  };

  /** What was shown is of another tenant or world. */
  private readonly anew = (): void => location.assign('/console');

  private readonly choose = async (): Promise<void> => {
    const { view } = this;
    if (view.name !== 'signed-in') return;
    this.switching = true;
    try {
      this.view = { name: 'choosing', session: view.session, choices: (await waysIn()).choices ?? [] };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
    } catch (error) {
      this.view = { name: 'failed', error };
    }
    this.switching = false;
  };

  private readonly onSignedOut = (): void => {
    if (this.view.name === 'signed-in') this.view = { name: 'signed-out', ended: true };
    this.page = null;
  };
}

const world = ({ mode }: ConsoleSession): TemplateResult =>
  mode === 'test'
    ? html`<span class="badge warning" title="Test interviews, apart from the live ones">Test world</span>`
    : html`<span class="badge success" title="Real candidates">Live world</span>`;

define('console-app', ConsoleApp);

declare global {
  interface HTMLElementTagNameMap {
    'console-app': ConsoleApp;
  }
}
