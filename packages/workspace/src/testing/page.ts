import { fixture, html, waitUntil } from '@open-wc/testing';
import '../interview-workspace.js';
import type { InterviewEditor } from '../editor/interview-editor.js';
import type { InterviewWorkspace } from '../interview-workspace.js';
import type { Workspace } from '../state/workspace.js';
import { Api, baseUrl, interviewId, serve } from './api.js';

/** A workspace on a page of the given width, and the server behind it. */
export interface Page {
  readonly api: Api;
  readonly element: InterviewWorkspace;
  /** The first element that matches, through every shadow root. */
  find(selector: string): HTMLElement;
  /** The dialog of the element with this name. */
  dialog(host: string): HTMLDialogElement;
  /** What the parts share. */
  state(): Workspace;
  all(selector: string): Element[];
  /** All the text that a reader would meet. */
  text(): string;
  until(check: () => unknown, what?: string): Promise<void>;
}

/** Time for a browser that shares its machine with others; less than a test has, so that it is what was waited for that is told. */
const patienceMs = 45_000;

let stop: (() => void) | undefined;

/** A clean desk: no storage of earlier tests, no earlier server. */
export async function clear(): Promise<void> {
  stop?.();
  stop = undefined;
  localStorage.clear();
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase('interviewlm');
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

export async function open(api = new Api(), width = 1280): Promise<Page> {
  stop?.();
  stop = serve(api);
  const frame = await fixture<HTMLElement>(
    html`<div style="width: ${width}px; height: 700px">
      <interview-workspace
        interview=${interviewId}
        base-url=${baseUrl}
        appearance="light"
        .fetchToken=${() => 'token'}
      ></interview-workspace>
    </div>`,
  );
  const element = frame.querySelector<InterviewWorkspace>('interview-workspace');
  if (!element) throw new Error('There is no workspace');
  const page: Page = {
    api,
    element,
    find: (selector) => {
      const found = select(element, selector)[0];
      if (!(found instanceof HTMLElement)) throw new Error(`Nothing matches ${selector}`);
      return found;
    },
    dialog: (host) => {
      const found = select(element, `${host} dialog`)[0];
      if (!(found instanceof HTMLDialogElement)) throw new Error(`${host} has no dialog`);
      return found;
    },
    state: () => {
      const part = select(element, 'interview-editor')[0] as InterviewEditor | undefined;
      if (!part?.workspace) throw new Error('The workspace is not open');
      return part.workspace;
    },
    all: (selector) => select(element, selector),
    text: () => everything(element).map(ownText).join(' ').replace(/\s+/g, ' '),
    until: (check, what = String(check)) => waitUntil(() => safely(check), what, { timeout: patienceMs }),
  };
  await page.until(() => !page.text().includes('Opening your interview'));
  // Parts come when they are first shown, the dialogs once there is work to submit.
  await page.until(() => page.all('.part').length === 0 || page.all(':not(:defined)').length === 0);
  return page;
}

function safely(check: () => unknown): boolean {
  try {
    return Boolean(check());
  } catch {
    return false;
  }
}

/** By CSS; a leading name of one of our elements looks inside it, shadow roots and all. */
function select(root: Element, selector: string): Element[] {
  const [, host, inner] = /^((?:interview|ilm)-[a-z-]+) (.+)$/.exec(selector) ?? [];
  if (host === undefined || inner === undefined) return everything(root).filter((one) => one.matches(selector));
  return select(root, host).flatMap((one) => select(one, inner));
}

function everything(root: Element | ShadowRoot): Element[] {
  const inside = root instanceof Element ? root.shadowRoot : null;
  return [...(inside ? everything(inside) : []), ...[...root.children].flatMap((child) => [child, ...everything(child)])];
}

function ownText(element: Element): string {
  if (element.localName === 'style') return '';
  return [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '')).join('');
}
