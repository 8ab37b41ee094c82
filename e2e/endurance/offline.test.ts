import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from '../support/browser.js';
import { typeOffline } from '../support/offline.js';
import { startProduct, type OwnProduct } from '../support/product.js';

/** `OFFLINE_MINUTES` makes it shorter or longer. */
const minutes = Number(process.env['OFFLINE_MINUTES'] ?? 10);
let product: OwnProduct;
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
  product = await startProduct();
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

test(
  `${minutes} minutes of typing without the server, with a reload in the middle, arrive key for key`,
  { timeout: (minutes + 5) * 60_000 },
  async () => {
    const { keys, edits } = await typeOffline(browser, product, minutes * 60_000);
    expect(edits).toBeGreaterThan(keys / 2);
  },
);
