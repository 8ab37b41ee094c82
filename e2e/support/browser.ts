import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { quiet } from '../../scripts/quiet-chromium.mjs';

/** A visitor's tab that remembers what went wrong in it and which addresses it asked for. */
export interface Tab {
  readonly page: Page;
  /** Errors of the console and uncaught ones, except those that a lost server causes while `offline` is true. */
  readonly errors: readonly string[];
  /** Every address that was requested, WebSockets included. */
  readonly urls: readonly string[];
  /** Set while the server is down: failed requests are then what has to happen. */
  offline: boolean;
  close(): Promise<void>;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: quiet,
  });
}

export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  return Object.assign(await tabIn(context), { close: () => context.close() });
}

/** One of several tabs that share what their visitor's browser keeps. */
export async function tabIn(context: BrowserContext): Promise<Tab> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  const urls: string[] = [];
  const tab = { page, errors, urls, offline: false, close: () => page.close() };
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const lost = /net::ERR_|WebSocket connection to/.test(message.text());
    if (!(lost && tab.offline)) errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('request', (request) => urls.push(request.url()));
  page.on('websocket', (socket) => urls.push(socket.url()));
  return tab;
}
