import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { ownPort } from '../../server/test/support/port.js';
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
  project.provide('listed', await listOrigins(product, project.config.maxWorkers));
  return () => product.stop();
}

async function listOrigins({ api }: Product, count: number): Promise<number[]> {
  const ports = await Promise.all(Array.from({ length: count }, ownPort));
  const { origins } = await api<{ origins: string[] }>('GET', '/api/tenant');
  await api('PUT', '/api/tenant/origins', { origins: [...origins, ...ports.map((port) => `http://127.0.0.1:${port}`)] });
  return ports;
}

/** The product that all files use. A test which has to end one starts its own. */
export const sharedProduct = (): Product => productAt(inject('product'));
