import ts from 'typescript';
import { expect, test } from 'vitest';

const root = (expect.getState().testPath ?? '').replace(/\/src\/[^/]*$/, '');

function problems(...files: string[]): string[] {
  const { config } = ts.readConfigFile(`${root}/../../tsconfig.base.json`, (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, composite: false, noEmit: true }, root);
  const program = ts.createProgram([`${root}/src/globals.d.ts`, ...files.map((file) => `${root}/${file}`)], options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('the package compiles with the language alone', () => {
  expect(problems('src/index.ts', 'src/testing/index.ts')).toEqual([]);
}, 60_000);

test('a file that reaches for the page or for Node does not', () => {
  const found = problems('fixtures/reaches-out.ts').map((problem) => /Cannot find name '(\w+)'/.exec(problem)?.[1]);
  expect(found).toEqual(['document', 'window', 'process', 'setTimeout', 'localStorage']);
}, 60_000);
