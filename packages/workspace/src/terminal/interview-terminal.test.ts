import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { decodeClientFrame, encodeServerFrame } from '@interviewlm/protocol';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

/** The server's end of the connections that the page opened, one for each shell. */
class Shells {
  readonly opened: { url: string; input: string; socket: EventTarget & { onmessage?: (event: { data: ArrayBuffer }) => void } }[] = [];
  private readonly original = globalThis.WebSocket;

  install(): void {
    const { opened } = this;
    globalThis.WebSocket = class extends EventTarget {
      readyState = 0;
      binaryType = '';
      onopen?: () => void;
      onclose?: (event: { code: number }) => void;
      private readonly shell: (typeof opened)[number];

      constructor(url: string | URL) {
        super();
        this.shell = { url: String(url), input: '', socket: this };
        opened.push(this.shell);
        setTimeout(() => {
          this.readyState = 1;
          this.onopen?.();
        });
      }

      send(data: Uint8Array): void {
        const frame = decodeClientFrame(data);
        if (frame?.kind === 'input') this.shell.input += new TextDecoder().decode(frame.data);
      }

      close(): void {
        this.readyState = 3;
      }
    } as unknown as typeof WebSocket;
  }

  uninstall(): void {
    globalThis.WebSocket = this.original;
  }

  print(shell: number, offset: number, text: string): void {
    const frame = encodeServerFrame({ kind: 'output', offset, data: new TextEncoder().encode(text) });
    this.opened[shell]?.socket.onmessage?.({ data: frame.buffer });
  }
}

let shells: Shells;

beforeEach(async () => {
  shells = new Shells();
  shells.install();
  await clear();
});
afterEach(() => shells.uninstall());
after(clear);

async function ready(): Promise<Page> {
  const page = await open();
  await page.until(() => page.all('.panel [role=tab]').length === 2);
  (page.all('.panel [role=tab]')[1] as HTMLElement).click();
  await page.until(() => shells.opened.length === 1 && page.all('ilm-shell .xterm-rows').length === 1);
  return page;
}
const screen = (page: Page, at = 0) => page.all('ilm-shell .xterm-rows')[at]?.textContent.replaceAll('\u00a0', ' ') ?? '';

describe('<interview-terminal>', () => {
  it('shows what the shell prints, and sends it the keys', async () => {
    const page = await ready();
    shells.print(0, 0, 'hello from the shell\r\n');
    await page.until(() => screen(page).includes('hello from the shell'));
    page.find('interview-terminal').focus();
    await sendKeys({ type: 'ls' });
    await page.until(() => shells.opened[0]?.input === 'ls');
  });

  it('shows the letters of what was found, before the colour of the selection', async () => {
    const page = await ready();
    shells.print(0, 0, 'a needle in the hay\r\n');
    await page.until(() => screen(page).includes('needle'));
    page.find('interview-terminal').focus();
    await sendKeys({ press: 'Control+Shift+F' });
    await page.until(() => page.all('interview-terminal .find input').length === 1);
    await sendKeys({ type: 'needle' });
    await sendKeys({ press: 'Enter' });
    const chosen = () => page.all('ilm-shell .xterm-rows span').find(({ textContent }) => textContent === 'needle');
    await page.until(() => chosen() && page.all('ilm-shell .xterm-selection div').length > 0);
    const height = (element: Element) => Number(getComputedStyle(element).zIndex);
    expect(height(chosen() as Element)).to.be.greaterThan(height(page.find('ilm-shell .xterm-selection')));
  });

  it('opens more shells, each by its own number, and moves between them by arrows', async () => {
    const page = await ready();
    page.find('[aria-label="New terminal"]').click();
    await page.until(() => shells.opened.length === 2);
    expect(shells.opened.map(({ url }) => new URL(url).search)).to.deep.equal(['', '?terminal=1']);
    await page.until(() => page.all('ilm-shell .xterm-rows').length === 2);
    shells.print(1, 0, 'the second');
    await page.until(() => screen(page, 1).includes('the second'));
    expect(screen(page, 0)).not.to.include('the second');
    page.find('.shells [aria-selected=true]').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await page.until(() => page.find('.shells [aria-selected=true]').textContent.trim() === '1');
  });

  it('finds text by keys alone, and goes back to the shell', async () => {
    const page = await ready();
    shells.print(0, 0, 'one needle in the hay\r\n');
    await page.until(() => screen(page).includes('needle'));
    page.find('interview-terminal').focus();
    await sendKeys({ press: 'Control+Shift+F' });
    await page.until(() => page.find('.find input').matches(':focus'));
    await sendKeys({ type: 'needle' });
    await sendKeys({ press: 'Enter' });
    await page.until(() => page.find('interview-terminal [role=status]').textContent === 'Found');
    await sendKeys({ press: 'Control+A' });
    await sendKeys({ type: 'thread' });
    await sendKeys({ press: 'Enter' });
    await page.until(() => page.find('interview-terminal [role=status]').textContent === 'Not found');
    await sendKeys({ press: 'Escape' });
    await page.until(() => page.find('ilm-shell textarea').matches(':focus'));
  });

  it('notes how much was pasted, and gives it to the shell', async () => {
    const page = await ready();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'npm test');
    page
      .find('ilm-shell textarea')
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }));
    await page.until(() => shells.opened[0]?.input.includes('npm test'));
    await page.until(() => page.api.events.some((event) => event.type === 'integrity.paste' && event.data.chars === 8));
  });

  it('keeps the screen’s text for screen readers until that is turned off', async () => {
    const page = await ready();
    await page.until(() => page.all('ilm-shell .xterm-accessibility').length === 1);
    page.find('[aria-label="More for the terminal"]').click();
    await page.until(() => page.find('interview-terminal ilm-menu [role=menuitem]').matches(':focus'));
    await sendKeys({ type: 'turn' });
    await sendKeys({ press: 'Enter' });
    await page.until(() => page.all('ilm-shell .xterm-accessibility').length === 0);
    expect(page.find('interview-terminal [role=status]').textContent).to.equal('Screen reader mode is off');
  });
});
