// Element tests in real Chromium: `npx web-test-runner`. Files lie beside what they test.
import { mkdirSync, writeFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { existsSync } from 'node:fs';
import { quiet } from './scripts/quiet-chromium.mjs';

const installed = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export default {
  files: ['packages/{ui,workspace,replay,sdk}/src/**/*.test.ts'],
  nodeResolve: { exportConditions: ['production', 'default'] },
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: { args: quiet, ...(installed ? { executablePath: installed } : {}) },
      createBrowserContext: ({ browser }) => browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } }),
    }),
  ],
  concurrency: 1,
  // Generous: they run beside other suites.
  testsFinishTimeout: 400_000,
  testFramework: { config: { timeout: 60_000 } },
  // `esnext` leaves JavaScript as it is, above all the megabytes of Monaco, which the first test to show it would have to wait for.
  plugins: [esbuildPlugin({ ts: true, target: 'esnext', tsconfig: 'packages/ui/tsconfig.json' })],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countsReporter('.cache/wtr.json')],
};

/** Writes `{passed, failed}`, which `scripts/test.mjs` adds up over all runners. A file that can't be loaded counts as one failure. */
function countsReporter(path) {
  return {
    stop({ sessions }) {
      const counts = { passed: 0, failed: 0 };
      for (const session of sessions) {
        if (session.errors.length > 0) counts.failed++;
        for (const test of testsOf(session.testResults)) counts[test.passed ? 'passed' : 'failed']++;
      }
      mkdirSync('.cache', { recursive: true });
      writeFileSync(path, JSON.stringify(counts));
    },
  };
}

function testsOf(suite) {
  return suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : [];
}
