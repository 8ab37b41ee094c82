import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { productAt, startProduct, type Place, type Product } from './product.js';

declare module 'vitest' {
  interface ProvidedContext {
    product: Place;
  }
}

/** Vitest's global set-up: one product for all files, since its first start proves every exercise and takes long. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct();
  project.provide('product', { baseUrl: product.baseUrl, dataDir: product.dataDir });
  return () => product.stop();
}

/** The product that all files use. A test which has to end one starts its own. */
export const sharedProduct = (): Product => productAt(inject('product'));
