// Tests of the elements, in a real Chromium, straight from their TypeScript. Packages import each other's `dist`, so build first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'];

/** Leaves `{passed, failed}` for `npm test`, which adds up all runners. */
function countsReporter() {
  return {
    onTestRunFinished({ sessions, focusedTestFile }) {
      if (focusedTestFile) return;
      const results = sessions.flatMap(({ testResults }) => (testResults ? testsOf(testResults) : []));
      // A file that didn't load has an error and no test: it counts as one that failed.
      const broken = sessions.filter(
        ({ passed, testResults }) => !passed && (!testResults || testsOf(testResults).every((test) => test.passed)),
      ).length;
      const passed = results.filter((test) => test.passed).length;
      mkdirSync('.cache', { recursive: true });
      writeFileSync('.cache/wtr.json', JSON.stringify({ passed, failed: results.length - passed + broken }));
    },
  };
}

const testsOf = ({ tests, suites }) => [...tests, ...suites.flatMap(testsOf)];

export default {
  files: ['packages/{ui,workspace,replay,sdk}/src/**/*.test.ts'],
  rootDir: '.',
  nodeResolve: true,
  concurrency: 1,
  plugins: [esbuildPlugin({ ts: true, tsconfig: 'packages/sdk/tsconfig.json', target: 'es2022' })],
  browsers: [
    playwrightLauncher({
      launchOptions: {
        executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', ...quiet],
      },
    }),
  ],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countsReporter()],
  testFramework: { config: { timeout: 30_000 } },
  testsStartTimeout: 60_000,
  testsFinishTimeout: 240_000,
};
