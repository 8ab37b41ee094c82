import { expect, test } from 'vitest';
import { launch } from './support/browser.js';
import { typeOffline } from './support/offline.js';
import { sharedProduct } from './support/shared-product.js';

/** The same for ten minutes is in `e2e/endurance`. */
test('typing without the server, over a reload, arrives key for key', async () => {
  const browser = await launch();
  try {
    const { keys } = await typeOffline(browser, sharedProduct(), 6000);
    expect(keys).toBeGreaterThan(40);
  } finally {
    await browser.close();
  }
});
