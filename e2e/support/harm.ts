import type { Tab } from './browser.js';

export interface Harm {
  /** How often a text ran. */
  readonly hits: number;
  readonly dialogs: number;
  /** What a policy had to stop. */
  readonly violations: readonly string[];
  /** Addresses that are neither the host's nor ours. */
  readonly requests: readonly string[];
  /** Of the page itself; the first is the visit. */
  readonly navigations: number;
}

/** Counts what a hostile text does in a tab, from before its page's first script on. */
export async function watchHarm({ page, urls }: Tab, ours: string): Promise<() => Promise<Harm>> {
  let dialogs = 0;
  let navigations = 0;
  const opened: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  page.on('popup', (popup) => opened.push(`popup ${popup.url()}`));
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) navigations++;
  });
  await page.addInitScript(() => {
    const seen = { hits: 0, violations: [] as string[] };
    Object.assign(globalThis, { ilmSeen: seen, __ilmHit: () => seen.hits++ });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      seen.violations.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  return async () => {
    const seen = await page.evaluate(() => (globalThis as unknown as { ilmSeen: { hits: number; violations: string[] } }).ilmSeen);
    const known = [ours, ours.replace('http', 'ws'), new URL(page.url()).origin, 'blob:', 'data:'];
    const requests = [...urls.filter((url) => !known.some((start) => url.startsWith(start))), ...opened];
    return { ...seen, dialogs, requests, navigations };
  };
}
