import type { Runtime } from '../runtimes.js';
import { readGo } from './go.js';
import { readJunit } from './junit.js';
import { readLibtest } from './libtest.js';
import type { Reading } from './reading.js';
import { readSigned } from './signed.js';

/** Reads a run's report in its runtime's format. Only `signed` ones can't be forged by the code under test. */
export function readReport(format: Runtime['report']['format'], report: Uint8Array, nonce: string): Reading {
  switch (format) {
    case 'signed':
      return readSigned(report, nonce);
    case 'junit':
      return readJunit(report);
    case 'go':
      return readGo(report);
    case 'libtest':
      return readLibtest(report);
  }
}
