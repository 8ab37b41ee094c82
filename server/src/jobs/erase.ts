import type { Erasing } from '../services/erasing/index.js';
import { regularly } from './regularly.js';

/**
 * Goes on with erasures that another process began and didn't end. Every process may do it: what one has taken on, no other touches.
 * Returns the way to stop, which waits for those under way.
 */
export const eraseRegularly = (erasing: Pick<Erasing, 'workDue'>, onError: (error: unknown) => void): (() => Promise<void>) =>
  regularly(() => erasing.workDue(), { every_ms: 5_000 }, onError);
