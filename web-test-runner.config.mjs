// Element tests in real Chromium: `npx web-test-runner`. Files lie beside what they test.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { defaultReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { quiet } from './scripts/quiet-chromium.mjs';

const installed = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export default {
  files: ['packages/{ui,workspace,replay,console,sdk}/src/**/*.test.ts'],
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

/** Writes what `scripts/test-report.mjs` reads. A file that can't be loaded counts as one failure. */
function countsReporter(path) {
  return {
    stop({ sessions }) {
      const report = { passed: 0, failed: 0, failures: [] };
      for (const { testFile, errors, testResults } of sessions) {
        const file = relative(process.cwd(), testFile);
        const tests = testsOf(testResults);
        const failures = tests.filter(({ passed }) => !passed).map(({ name, error }) => ({ file, name, message: messageOf(error) }));
        if (errors.length > 0) failures.push({ file, name: 'the file as a whole', message: errors.map(messageOf).join('\n') });
        report.passed += tests.filter(({ passed }) => passed).length;
        report.failed += failures.length;
        report.failures.push(...failures);
      }
      mkdirSync('.cache', { recursive: true });
      writeFileSync(path, JSON.stringify(report));
    },
  };
}

function messageOf(error) {
  return error?.message ?? '';
}

function testsOf(suite, parent = '') {
  if (!suite) return [];
  const named = (name) => `${parent}${name}`;
  return [
    ...suite.tests.map((test) => ({ ...test, name: named(test.name) })),
    ...suite.suites.flatMap((inner) => testsOf(inner, named(`${inner.name} `))),
  ];
}
