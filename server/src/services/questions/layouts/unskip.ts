import type { RuntimeName, SourceFile } from '@interviewlm/protocol';

/** A test file in which every skipped test is an ordinary one: learners un-skip them one by one, candidates face them all. */
export function unskip(runtime: RuntimeName, { path, content }: SourceFile): SourceFile {
  const rewrite = rewrites[runtime];
  return { path, content: rewrite ? rewrite(content) : content };
}

const rewrites: Partial<Record<RuntimeName, (source: string) => string>> = {
  javascript: unskipJest,
  typescript: unskipJest,
  python: (source) =>
    source
      .replace(/^[ \t]*@(?:unittest\.)?skip(?:\([^\n]*\))?[ \t]*\n/gm, '')
      .replace(/^[ \t]*@pytest\.mark\.skip(?:\([^\n]*\))?[ \t]*\n/gm, ''),
  ruby: (source) => source.replace(/^[ \t]*skip[ \t]*(?:#.*)?\n/gm, ''),
  java: (source) => source.replace(/^[ \t]*@(?:Disabled|Ignore)(?:\([^\n]*\))?[ \t]*\n/gm, ''),
  rust: (source) => source.replace(/^[ \t]*#\[ignore[^\]]*\][ \t]*\n/gm, ''),
};

const plainNames: Record<string, string> = { xtest: 'test', xit: 'it', xdescribe: 'describe' };

function unskipJest(source: string): string {
  const calls = source
    .replace(/(?<![\w$.])(xtest|xit|xdescribe)(?=\s*(?:\(|\.each\b|\.only\b))/g, (name) => plainNames[name] ?? name)
    .replace(/(?<![\w$.])(test|it|describe)\.skip(?=\s*[(.`])/g, '$1');
  return calls.replace(/\{[^{}]*\}(?=\s*(?:from\s*|=\s*require\s*\(\s*)['"](?:@jest\/globals|node:test)['"])/g, plainImports);
}

/** `{ test, xtest }` becomes `{ test }`: names that no call uses any more, and the ones that took their place. */
function plainImports(list: string): string {
  const names = list
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return `{ ${[...new Set(names.map((name) => plainNames[name] ?? name))].join(', ')} }`;
}
