import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, openTab } from '../support/browser.js';
import { Candidate } from '../support/candidate.js';
import { startModalProduct, type ModalProduct } from '../support/modal-product.js';

let product: ModalProduct;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startModalProduct(), launch()]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

test('however long the sandbox takes to start, the editor takes keys and saves them, and the terminal says what it waits for', async () => {
  const { id, links } = await product.invite();
  product.modal.faults.always('sandboxCreateV2', 'never');
  const tab = await openTab(browser);
  const ada = new Candidate(tab);
  await ada.begin(links.candidate);
  await ada.openPanel('Terminal');
  await ada.terminal.getByText('Starting the machine…').waitFor();
  await ada.replaceFile('// typed before there was a machine');
  await ada.saved();
  const { content } = await product.api<{ content: string }>('GET', `/api/interview/${id}/files/log-summary.js`);
  expect(content).toBe('// typed before there was a machine');
  await ada.terminal.getByText('Starting the machine…').waitFor();
  expect(product.modal.sandboxes().filter(({ request }) => request.name === id)).toEqual([]);

  product.modal.faults.always('sandboxCreateV2', null);
  await ada.command('cat log-summary.js', /typed before there was a machine/);
  expect(tab.errors).toEqual([]);
  await tab.close();
});
